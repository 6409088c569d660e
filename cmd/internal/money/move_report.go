package money

import (
	"errors"
	"fmt"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// tell prints what became of a movement that succeeded. Anything but success is a failure for a script, and what is not final says so.
func (a *command) tell(f *moveFlags, p draft, m client.Movement, err error) error {
	if a.Flags.Quiet && m.OrderID != "" {
		if a.PrintIDs(m.OrderID) != nil {
			a.untold(m)
		}
		return a.finality(p, m, err)
	}
	if m.Status == client.MovementSucceeded && !a.Flags.JSON && !f.csv {
		words := outcomeWords(p, m)
		if f.rows {
			words = m.Reference + ": " + words
		}
		if _, printErr := fmt.Fprintln(a.Out, run.SafeLine(words)); printErr != nil {
			a.untold(m)
		}
	}
	return a.finality(p, m, err)
}

// tellTogether prints all movements as a document or a table, where that is asked for: with --json the only one by itself, or a list where
// the command takes several cards.
func (a *command) tellTogether(f *moveFlags, sent []client.Movement) {
	var err error
	switch {
	case a.Flags.JSON && (len(sent) > 0 || f.several):
		err = printAll(a, documents.List(sent, documents.MovementOf), f.several)
	case f.csv:
		err = documents.WriteCSV(a.Out, documents.List(sent, documents.MovementOf))
	}
	if err != nil {
		for _, m := range sent {
			a.untold(m)
		}
	}
}

// printAll prints the only document, or a list where the command takes several cards.
func printAll[D any](a *command, all []D, several bool) error {
	if several {
		return a.PrintJSON(all)
	}
	return a.PrintJSON(all[0])
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
	switch {
	case !m.Kind.IsChange():
		what += " of " + m.Amount.String()
	case m.Kind.OnCard():
		what += " of " + p.Intent.Card.Key()
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
	case m.Kind == client.MoveHolder:
		return holderWords(m)
	case m.Kind.IsChange():
		return fmt.Sprintf("%s %s (order %s)", m.Kind.Words().Past, what, m.OrderID)
	case m.Kind == client.MoveCreate && m.CardID == "":
		what = "a card at " + m.Profile + ", which appears in the list when it is there,"
	case m.Kind == client.MoveWithdraw:
		return fmt.Sprintf("withdrew %s from %s%s (order %s)", m.Amount, what, fee, m.OrderID)
	}
	return fmt.Sprintf("%s %s with %s%s (order %s)", p.Intent.Kind.Words().Past, what, m.Amount, fee, m.OrderID)
}
