package dev.ninefold.examples.ocpp;

import java.time.Instant;
import java.util.Optional;

/**
 * What the management system thinks of a card.
 *
 * @param expiryDate until when a station may remember this
 * @param parentIdTag the group that the card belongs to
 */
public record IdTagInfo(Optional<Instant> expiryDate, @MaxLength(20) Optional<String> parentIdTag, AuthorizationStatus status) {

  /** The status alone. */
  public IdTagInfo(AuthorizationStatus status) {
    this(Optional.empty(), Optional.empty(), status);
  }
}
