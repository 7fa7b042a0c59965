/**
 * The rows' work on Apache Pekko, typed actors with the default dispatcher. Each round gets an actor system of its own, so that none
 * leaves its actors to the next; its start and end are not measured.
 */
@org.jspecify.annotations.NullMarked
package dev.ninefold.benchmarks.pekko;
