package journal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"cardwallet/client"
)

// descriptionLimit is how many characters of an issuer's text a row keeps.
const descriptionLimit = 300

// cardIDLimit is how many bytes of a card id a row keeps.
const cardIDLimit = 100

// neverReached says of a movement that it stayed here.
const neverReached = "it never reached the issuer"

// outcome is what an answer means for a movement: the step to note and the error for the caller.
type outcome struct {
	step    step
	err     error
	refused *client.Error // the issuer's refusal, which makes the outcome unknown until more is known; else nil. See Journal.prove
	had     bool          // the issuer says that it had the order already
}

// judge turns what the sender returned into one of three outcomes. Failed needs proof: a well-formed answer that says so of the order, or
// a request that never left. A refusal proves nothing. Everything else is unknown.
func judge(m client.Movement, answer client.Operation, err error) outcome {
	if err == nil {
		return judgeAnswer(m, answer)
	}
	if client.NotSent(err) {
		o := failed(neverReached, err)
		o.step.neverLeft = true
		return o
	}
	if e, ok := refusal(err); ok {
		o := unknown(m, refusalWords(m.Kind, e)+", "+client.BeingFoundOut, withoutMessage(e))
		o.refused = e
		return o
	}
	o := unknown(m, unknownReason(err), err)
	if e, ok := errors.AsType[*client.Error](err); ok {
		o.had = e.Duplicate
	}
	return o
}

func judgeAnswer(m client.Movement, answer client.Operation) outcome {
	if why := mismatch(m, answer); why != "" {
		return unknown(m, why, nil)
	}
	s := step{
		issuerOrderID: clip(answer.IssuerOrderID), cardID: answer.CardID, fee: answer.Fee, description: discreet(m.Kind, answer.Description),
	}
	switch answer.Status {
	case client.OperationSucceeded:
		s.to = client.MovementSucceeded
		return outcome{step: s}
	case client.OperationProcessing:
		s.to = client.MovementProcessing
		return outcome{step: s}
	case client.OperationFailed:
		s.to = client.MovementFailed
		return outcome{step: s, err: failure(m, s.description)}
	}
	return unknown(m, "the issuer's answer has a status that this version does not know", nil)
}

// failure is the error for a movement that the issuer answered to have failed.
func failure(m client.Movement, description string) error {
	return &client.Error{Kind: client.ErrRefused, Profile: m.Profile, Op: m.Kind.Noun(), Message: description}
}

// mismatch says in what the answer differs from what was sent; it is empty when it does not. What an issuer does not repeat cannot
// differ.
func mismatch(m client.Movement, answer client.Operation) string {
	switch {
	case answer.OrderID != "" && answer.OrderID != m.OrderID:
		return "the issuer's answer is about another order"
	case answer.CardID != "" && m.CardID != "" && answer.CardID != m.CardID:
		return "the issuer's answer is about another card"
	case len(answer.CardID) > cardIDLimit:
		return "the issuer's answer has a card id that makes no sense"
	case !m.Kind.IsChange() && answer.Amount.Known() && (!client.Reasonable(answer.Amount.Amount) || !sameAmount(m, answer)):
		return "the issuer's answer is about another amount"
	case answer.Fee.Known() && (!client.Reasonable(answer.Fee.Amount) || answer.Fee.Amount.IsNegative()):
		return "the issuer's answer has a fee that makes no sense"
	}
	return ""
}

// sameAmount compares what was sent with what the answer says. An answer that names the order may name another currency: a card type
// can be topped up in another one than its own (FinHub cards page), and which of the two an answer gives is not documented.
func sameAmount(m client.Movement, answer client.Operation) bool {
	if answer.OrderID != "" && answer.OrderID == m.OrderID {
		return client.Near(answer.Amount.Amount, m.Amount.Amount)
	}
	return answer.Amount.Same(m.Amount)
}

// refusal finds in err the answer with which the issuer, or a gateway before it, declined, if there is one. An answer that calls the
// order a duplicate is no refusal. The order was new when it was sent, so the issuer has seen it twice and may have carried it out once.
func refusal(err error) (*client.Error, bool) {
	var e *client.Error
	if !errors.As(err, &e) {
		return nil, false
	}
	answered := e.Status >= 200 && e.Status < 300 || e.Status >= 400 && e.Status < 500 && e.Status != 408
	broken := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	declined := errors.Is(e, client.ErrRefused) || errors.Is(e, client.ErrNotFound) || errors.Is(e, client.ErrNotAllowed) ||
		errors.Is(e, client.ErrRateLimited)
	return e, answered && !broken && declined && !e.Duplicate
}

func refusalReason(kind client.MovementKind, e *client.Error) string {
	// What is said about credentials could repeat them, and rows hold no secret.
	if e.Message == "" || errors.Is(e, client.ErrNotAllowed) {
		return e.Kind.Error()
	}
	return discreet(kind, e.Message)
}

// refusalWords say how the issuer declined. They quote its text, so that they can stand in an error.
func refusalWords(kind client.MovementKind, e *client.Error) string {
	if e.Message == "" || errors.Is(e, client.ErrNotAllowed) { // see refusalReason
		return fmt.Sprintf("the issuer answered with http %d (%s)", e.Status, e.Kind)
	}
	return fmt.Sprintf("the issuer said %q", discreet(kind, e.Message))
}

// withoutMessage leaves of an error what the row does not say yet: status, code and request id.
func withoutMessage(e *client.Error) error {
	told := *e
	told.Message = ""
	return &told
}

// unknownReason says in words why nothing is known. It never repeats the error's text, which can hold addresses.
func unknownReason(err error) string {
	var e *client.Error
	known := errors.As(err, &e)
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.Canceled):
		return "it was interrupted before an answer came"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "no answer came in time"
	case known && e.Status >= 500:
		return fmt.Sprintf("the issuer answered with an error of its own (http %d)", e.Status)
	case known && e.Kind == client.ErrGarbage:
		return "the issuer's answer could not be read"
	case known && e.Duplicate:
		return "the issuer says that it already has this order"
	case known && e.Kind == client.ErrUnreachable:
		return "the connection broke before an answer came"
	}
	return "no usable answer came"
}

func failed(why string, err error) outcome {
	return outcome{step: step{to: client.MovementFailed, description: why}, err: err}
}

func unknown(m client.Movement, why string, cause error) outcome {
	m.Description = why + "; " + m.Kind.Doubt()
	return outcome{step: step{to: client.MovementUnknown, description: m.Description}, err: unknownError(m, cause)}
}

// unknownError wraps client.ErrUnknown and not its cause: a caller that looks for "unreachable" or a hint to try again must not find
// it in a movement that may have happened.
func unknownError(m client.Movement, cause error) error {
	detail := ""
	if cause != nil {
		detail = " (" + discreet(m.Kind, client.FirstLine(cause)) + ")"
	}
	look := "see the card's balance and transactions first"
	if m.Kind.IsChange() {
		look = "see what became of it with: cardwallet activity --reconcile"
	}
	return fmt.Errorf("%s: %s: %w: %s%s\ndo not send it again: %s (order %s)",
		m.Profile, object(m), client.ErrUnknown, m.Description, detail, look, m.OrderID)
}

// clip bounds an issuer's text for a row and makes it valid UTF-8. It stays hostile until it is made safe for a screen.
func clip(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if utf8.RuneCountInString(text) <= descriptionLimit {
		return text
	}
	return string([]rune(text)[:descriptionLimit-1]) + "…"
}
