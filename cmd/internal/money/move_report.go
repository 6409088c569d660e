package money

import (
	"errors"
	"fmt"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

type MovementJSON struct {
	OrderID     string  `json:"order_id"`
	Profile     string  `json:"profile"`
	CardID      string  `json:"card_id"`
	Kind        string  `json:"kind"`
	Amount      *string `json:"amount"` // null for a change of a card
	Fee         *string `json:"fee"`
	Total       *string `json:"total"` // null where it is not known
	Currency    string  `json:"currency"`
	Status      string  `json:"status"`
	Description string  `json:"description"`
}

func toMovementJSON(m client.Movement) MovementJSON {
	return MovementJSON{
		OrderID: m.OrderID, Profile: m.Profile, CardID: m.CardID, Kind: string(m.Kind), Amount: run.Digits(m.Amount), Fee: run.Digits(m.Fee),
		Total: run.Digits(m.Total()), Currency: run.CurrencyOf(m), Status: string(m.Status), Description: m.Description,
	}
}

// reportMovement prints the outcome. Anything but success is a failure for a script, and what is not final says so.
func (a *command) reportMovement(p Draft, m client.Movement, err error) error {
	var printErr error
	switch {
	case a.Flags.JSON:
		printErr = a.PrintJSON(toMovementJSON(m))
	case m.Status == client.MovementSucceeded:
		_, printErr = fmt.Fprintln(a.Out, run.SafeLine(outcome(p, m)))
	}
	if printErr != nil {
		// What became of the money is what counts, for the exit code too.
		a.Untold(m.OrderID, string(m.Status))
	}
	return a.finality(p, m, err)
}

// finality makes an error of what is not final, so that nobody repeats it.
func (a *command) finality(p Draft, m client.Movement, err error) error {
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

// outcome is one sentence about a movement that succeeded.
func outcome(p Draft, m client.Movement) string {
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
