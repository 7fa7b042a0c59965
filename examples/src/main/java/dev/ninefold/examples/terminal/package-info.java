/** Where the examples read and write: injected, so that tests see what a user sees. */
package dev.ninefold.examples.terminal;
