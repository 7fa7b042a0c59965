/**
 * OCPP 1.6-J, the language of charging stations and the systems that manage them, as far as it can be read off a line of text: frames
 * ({@link dev.ninefold.examples.ocpp.Frames}) and the messages in them ({@link dev.ninefold.examples.ocpp.Messages}). Only functions are here: no
 * process, no socket, no clock. Names are those of the specification, "Open Charge Point Protocol 1.6, edition 2".
 */
package dev.ninefold.examples.ocpp;
