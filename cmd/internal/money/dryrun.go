package money

import (
	"context"
	"encoding/json"
	"fmt"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

type wireJSON struct {
	Profile  string          `json:"profile"`
	CardID   string          `json:"card_id"`
	Kind     string          `json:"kind"`
	Amount   *string         `json:"amount"` // null for a change of a card
	Fee      *string         `json:"fee"`
	Total    *string         `json:"total"`
	Currency string          `json:"currency"`
	Method   string          `json:"method"`
	URL      string          `json:"url"`
	Body     json.RawMessage `json:"body"`
	Refused  string          `json:"refused,omitempty"`
}

// previewOrderID stands where the journal puts the order number that it makes when it sends.
const previewOrderID = "MADEWHENTHEORDERISSENT"

// dryRun prints the request that would be sent, and ends as the guards would end it.
func (a *command) dryRun(ctx context.Context, book *run.AuditedJournal, p Draft) error {
	wire, refusal, err := a.preview(ctx, book, p)
	if err != nil {
		return err
	}
	if a.Flags.JSON {
		err = a.PrintJSON(wire)
	} else {
		err = a.printWire(p, wire)
	}
	if err != nil {
		return err
	}
	return refusal
}

// preview makes the request without sending it, and says what the guards make of it.
func (a *command) preview(ctx context.Context, book *run.AuditedJournal, p Draft) (out wireJSON, refusal, err error) {
	in := p.Intent
	previewer, ok := p.Account.Issuer.(client.Previewer)
	if !ok {
		return out, nil, fmt.Errorf("%s: a preview is %w", p.Account.Profile, client.ErrUnsupported)
	}
	wire, err := previewer.Preview(p.order())
	if err != nil {
		return out, nil, err
	}
	out = wireJSON{
		Profile: p.Account.Profile, CardID: in.Card.ID, Kind: string(in.Kind), Amount: run.Digits(in.Amount), Fee: run.Digits(in.Quote.Fee),
		Total: run.Digits(in.Quote.Total), Currency: in.Amount.Currency, Method: wire.Method, URL: wire.URL, Body: wire.Body,
	}
	if refusal = book.Check(ctx, p.Account, in); refusal != nil {
		out.Refused = client.FirstLine(refusal)
	}
	return out, refusal, nil
}

func (a *command) printWire(p Draft, wire wireJSON) error {
	a.showDraft(p)
	_, err := fmt.Fprintf(a.Out, "%s %s\n%s\n", wire.Method, run.SafeLine(wire.URL), run.SafeLine(string(wire.Body)))
	return err
}
