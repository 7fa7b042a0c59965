/**
 * For tests of what is built of processes: a node and a process for each JUnit test, probes, assertions, and checks of what is left behind; whole trees
 * in a simulated order and time, and the search for an order that breaks them.
 */
package dev.ninefold.test;
