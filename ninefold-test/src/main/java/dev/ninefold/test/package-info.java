/** For tests of what is built of processes: whole trees in a simulated order and time, and the search for an order that breaks them. */
package dev.ninefold.test;
