/**
 * {@code ./ninefold bench}: the same work on Ninefold, on the BEAM and on Apache Pekko, in forks that alternate. The coordinator is
 * here; what the forks of the JVM do is in {@code ours} and {@code pekko}, what those of the BEAM do in {@code ninefold_bench.erl}.
 */
@org.jspecify.annotations.NullMarked
package dev.ninefold.benchmarks;
