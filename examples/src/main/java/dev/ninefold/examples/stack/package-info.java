/**
 * The exercise to the {@linkplain dev.ninefold.examples.sequence sequence server}: a stack that survives its own crash, in the same way. Popping
 * more than there is crashes the server; what it held is in the stash.
 */
package dev.ninefold.examples.stack;
