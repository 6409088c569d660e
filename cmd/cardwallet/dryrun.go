package main

import (
	"context"
	"encoding/json"
	"fmt"

	"cardwallet/client"
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
func (a *app) dryRun(ctx context.Context, book *auditedJournal, p draft) error {
	wire, refusal, err := a.preview(ctx, book, p)
	if err != nil {
		return err
	}
	if a.flags.json {
		err = a.printJSON(wire)
	} else {
		err = a.printWire(p, wire)
	}
	if err != nil {
		return err
	}
	return refusal
}

// preview makes the request without sending it, and says what the guards make of it.
func (a *app) preview(ctx context.Context, book *auditedJournal, p draft) (out wireJSON, refusal, err error) {
	in := p.intent
	previewer, ok := p.account.Issuer.(client.Previewer)
	if !ok {
		return out, nil, fmt.Errorf("%s: a preview is %w", p.account.Profile, client.ErrUnsupported)
	}
	wire, err := previewer.Preview(p.order())
	if err != nil {
		return out, nil, err
	}
	out = wireJSON{
		Profile: p.account.Profile, CardID: in.Card.ID, Kind: string(in.Kind), Amount: digits(in.Amount), Fee: digits(in.Quote.Fee),
		Total: digits(in.Quote.Total), Currency: in.Amount.Currency, Method: wire.Method, URL: wire.URL, Body: wire.Body,
	}
	if refusal = book.Check(ctx, p.account, in); refusal != nil {
		out.Refused = firstLine(refusal)
	}
	return out, refusal, nil
}

func (a *app) printWire(p draft, wire wireJSON) error {
	a.showDraft(p)
	_, err := fmt.Fprintf(a.out, "%s %s\n%s\n", wire.Method, safeLine(wire.URL), safeLine(string(wire.Body)))
	return err
}
