/** The rows' work on Ninefold. What each does, and how the rivals do the same, is told by docs/benchmarks.md. */
@org.jspecify.annotations.NullMarked
package dev.ninefold.benchmarks.ours;
