/** What {@code ./ninefold verify} runs: jcstress, Lincheck, stress programs with conservation laws, a leak soak. */
@org.jspecify.annotations.NullMarked
package dev.ninefold.verify;
