// Package plan says what an order would do before it is sent: who offers it, what it costs by the issuer's terms, what is left afterwards,
// why it is refused, and which card a person means. It also has the words for limits, card types and codes. The screen and the commands
// both ask it. It does no I/O of its own: it is given what the issuer answered, or asks the issuer that it is handed.
package plan
