/**
 * Reports: what processes and the kernel tell operators. A {@link dev.ninefold.report.Report} is a record, formatted late by the
 * {@link dev.ninefold.report.ReportHandler}s of its node.
 */
package dev.ninefold.report;
