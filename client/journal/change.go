package journal

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"cardwallet/client"
)

// checkChange refuses a change that says less or more than its kind needs. Whether the card's type takes it is the caller's part.
func checkChange(in client.Intent) error {
	what, c := in.Kind.Noun(), in.Change
	switch {
	case in.Amount.Known() || in.Quote.Amount.Known() || in.Quote.Fee.Known():
		return fmt.Errorf("%w: a %s has none", client.ErrAmount, what)
	case in.Kind.SendsPIN() && c.PIN.IsZero():
		return fmt.Errorf("%s: %w: no PIN", what, client.ErrTerms)
	case in.Kind == client.MoveActivate && c.ActivationCode.IsZero():
		return fmt.Errorf("%s: %w: no activation code", what, client.ErrTerms)
	case in.Kind == client.MoveLimits && c.Limits.IsZero():
		return fmt.Errorf("%s: %w: nothing to change", what, client.ErrTerms)
	case in.Kind == client.MoveHolder && c.Holder.IsZero():
		return fmt.Errorf("%s: %w: nothing is told of the person", what, client.ErrTerms)
	}
	return nil
}

// limitsInWords say what a change of limits is to set. They hold nothing secret.
func limitsInWords(l client.Limits) string {
	var parts []string
	if l.NoPINAmount.Known() {
		parts = append(parts, "without PIN up to "+l.NoPINAmount.Plain())
	}
	if l.Controls != nil && len(l.Controls) == 0 {
		parts = append(parts, "no spending limits")
	}
	for _, c := range l.Controls {
		parts = append(parts, c.Interval+" up to "+c.Amount.Plain())
	}
	list := func(codes []string, some, none string) {
		switch {
		case codes == nil:
		case len(codes) == 0:
			parts = append(parts, none)
		default:
			parts = append(parts, some+" "+strings.Join(codes, " "))
		}
	}
	list(l.AllowedMCC, "pays only at MCC", "no list of allowed MCC")
	list(l.BlockedMCC, "never pays at MCC", "no list of blocked MCC")
	return clip(strings.Join(parts, ", "))
}

// object is what a movement moves or changes, for a sentence.
func object(m client.Movement) string {
	switch {
	case m.Kind.IsChange() && m.Kind.OnCard():
		return m.Kind.Noun() + " of card " + m.CardID
	case m.Kind.IsChange():
		return m.Kind.Noun()
	}
	return fmt.Sprintf("%s of %s", m.Kind.Noun(), m.Amount)
}

// askActivation asks about the order first. Where the records do not tell, it looks at the card: FinHub does not name activations among
// the types of its operation list (FinHub cards page), so that absence there proves nothing. A card that is active was activated. One
// that still waits proves nothing either, since how long an activation can be under way is not documented: a person decides that.
func (j *Journal) askActivation(ctx context.Context, a client.Account, m client.Movement) (client.Movement, error) {
	if order := askedByOrder(a, m.Kind); order != nil {
		known, err := j.ask(ctx, order, m)
		if err == nil || hopeless(err) || errors.Is(err, errOther) || ctx.Err() != nil {
			return known, err
		}
	}
	card, err := a.Issuer.Card(ctx, m.CardID)
	if err != nil {
		return m, err
	}
	if card.Status == client.CardActive {
		return j.conclude(ctx, m, step{to: client.MovementSucceeded, description: foundActive})
	}
	return j.describe(ctx, m, fmt.Sprintf("the card is %s, which does not decide it", card.Status))
}

// foundActive settles an activation.
const foundActive = "found carried out: the card is active"

// concealed stands for what is secret.
const concealed = "[redacted]"

// wordWithDigit is what a PIN or an activation code can look like in a text.
var wordWithDigit = regexp.MustCompile(`[^\s"'.,;:()]*[0-9][^\s"'.,;:()]*`)

// personal is what a phone number, a date of birth, the number of a document and an e-mail address can look like in a text.
var personal = regexp.MustCompile(`\S*@\S*|\+?\b[A-Z]{0,3}[0-9](?:[0-9 ./-]*[0-9]){3,}\b`)

// discreet is an issuer's text about a movement as it may be kept. Issuers repeat in their messages what they were sent: where that
// was a PIN or an activation code, every word with a digit goes, and where it was a person, what looks like a number or an address of one.
func discreet(kind client.MovementKind, text string) string {
	switch {
	case kind.SendsPIN():
		text = wordWithDigit.ReplaceAllString(text, concealed)
	case kind == client.MoveHolder:
		text = personal.ReplaceAllString(text, concealed)
	}
	return clip(text)
}

// conceal takes what is secret in the intent out of an outcome. It comes after judging, which needs the error as it was.
func (e errand) conceal(o outcome) outcome {
	if !e.in.Kind.SendsPIN() && e.in.Kind != client.MoveHolder {
		return o
	}
	o.step.description, o.step.issuerOrderID = e.in.Change.Redact(o.step.description), e.in.Change.Redact(o.step.issuerOrderID)
	var refused *client.Error
	switch {
	case errors.Is(o.err, client.ErrUnknown):
		o.err = restated{e.in.Change.Redact(o.err.Error()), client.ErrUnknown}
	case errors.As(o.err, &refused):
		said := *refused
		said.Message, said.Code = discreet(e.in.Kind, e.in.Change.Redact(refused.Message)), e.in.Change.Redact(refused.Code)
		if refused.Cause != nil {
			if text := refused.Cause.Error(); e.in.Change.Redact(text) != text {
				said.Cause = errors.New(e.in.Change.Redact(text))
			}
		}
		o.err = &said
	}
	return o
}

// restated is an error in other words.
type restated struct {
	text string
	is   error
}

// Error gives the other words.
func (r restated) Error() string { return r.text }

// Unwrap gives the kind of error.
func (r restated) Unwrap() error { return r.is }
