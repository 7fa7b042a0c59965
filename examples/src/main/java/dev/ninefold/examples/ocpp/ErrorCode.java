package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a call got no result. */
public enum ErrorCode {
  /** The action is not known. */
  NOT_IMPLEMENTED,
  /** The action is known, and not supported here. */
  NOT_SUPPORTED,
  /** The receiver could not do what it was asked; nothing is wrong with the request. */
  INTERNAL_ERROR,
  /** The payload is incomplete. */
  PROTOCOL_ERROR,
  /** Something about the request is a danger. */
  SECURITY_ERROR,
  /** The call or its payload is not built as a call is to be. */
  @JsonAlias("FormatViolation") // as OCPP 2 has it, and some stations with 1.6
  FORMATION_VIOLATION,
  /** A field has a value that it may not have. */
  PROPERTY_CONSTRAINT_VIOLATION,
  /** A field occurs too often, or not often enough. The specification itself misspells the name on the wire. */
  @JsonProperty("OccurenceConstraintViolation")
  @JsonAlias("OccurrenceConstraintViolation")
  OCCURRENCE_CONSTRAINT_VIOLATION,
  /** A field has the wrong type. */
  TYPE_CONSTRAINT_VIOLATION,
  /** Anything else. */
  GENERIC_ERROR
}
