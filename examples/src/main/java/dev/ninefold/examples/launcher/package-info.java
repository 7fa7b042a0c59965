/** What stands behind {@code ./ninefold run}: the list of examples, and the program that starts one of them. */
package dev.ninefold.examples.launcher;
