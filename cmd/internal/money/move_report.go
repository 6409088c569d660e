package money

import (
	"errors"
	"fmt"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

func movementObject(m client.Movement) run.Object {
	return run.Object{{"order_id", m.OrderID}, {"profile", m.Profile}, {"card_id", m.CardID}, {"kind", m.Kind},
		{"amount", run.Digits(m.Amount)}, {"fee", run.Digits(m.Fee)}, {"total", run.Digits(m.Total())}, // null where there is none
		{"currency", run.CurrencyOf(m)}, {"status", m.Status}, {"description", m.Description},
		{"reference", run.Given(m.Reference)}, {"repeated", repeatedMember(m)}}
}

// repeatedMember is whether nothing was sent since the movement was made before. It is left out where no reference was given.
func repeatedMember(m client.Movement) any {
	if m.Reference == "" {
		return run.Given(false)
	}
	return m.Repeated
}

// tell prints what became of a movement that succeeded. Anything but success is a failure for a script, and what is not final says so.
func (a *command) tell(p draft, m client.Movement, err error) error {
	if m.Status == client.MovementSucceeded && !a.Flags.JSON {
		if _, printErr := fmt.Fprintln(a.Out, run.SafeLine(outcomeWords(p, m))); printErr != nil {
			a.untold(m)
		}
	}
	return a.finality(p, m, err)
}

// tellInJSON prints the movements with --json: the only one by itself, or a list where several were asked for.
func (a *command) tellInJSON(sent []client.Movement, several bool) {
	if !a.Flags.JSON || len(sent) == 0 && !several {
		return
	}
	if a.printAll(run.Objects(sent, movementObject), several) != nil {
		for _, m := range sent {
			a.untold(m)
		}
	}
}

// printAll prints the only object, or a list where several were asked for.
func (a *command) printAll(objects []run.Object, several bool) error {
	if several {
		return a.PrintJSON(objects)
	}
	return a.PrintJSON(objects[0])
}

// untold says on stderr what became of a movement that could not be printed. The exit code tells it, too.
func (a *command) untold(m client.Movement) { a.Untold(m.OrderID, string(m.Status)) }

// finality makes an error of what is not final, so that nobody repeats it.
func (a *command) finality(p draft, m client.Movement, err error) error {
	if m.OrderID == "" || m.Status.Settled() || errors.Is(err, client.ErrUnknown) {
		return err
	}
	why := "the issuer is still working on it"
	if err != nil {
		why = client.FirstLine(err)
	}
	what := m.Kind.Noun()
	if m.Kind.IsChange() {
		what += " of " + p.Intent.Card.Key()
	} else {
		what += " of " + m.Amount.String()
	}
	return fmt.Errorf("%w: %s, order %s: %s\ndo not repeat it; find out later with: cardwallet activity --reconcile",
		client.ErrUnknown, what, m.OrderID, why)
}

// outcomeWords are one sentence about a movement that succeeded.
func outcomeWords(p draft, m client.Movement) string {
	fee := ""
	if m.Fee.Known() {
		fee = ", fee " + m.Fee.String()
	}
	what := m.Profile + "/" + m.CardID
	switch {
	case m.Kind.IsChange():
		return fmt.Sprintf("%s %s (order %s)", m.Kind.Words().Past, what, m.OrderID)
	case m.Kind == client.MoveCreate && m.CardID == "":
		what = "a card at " + m.Profile + ", which appears in the list when it is there,"
	case m.Kind == client.MoveWithdraw:
		return fmt.Sprintf("withdrew %s from %s%s (order %s)", m.Amount, what, fee, m.OrderID)
	}
	return fmt.Sprintf("%s %s with %s%s (order %s)", p.Intent.Kind.Words().Past, what, m.Amount, fee, m.OrderID)
}
