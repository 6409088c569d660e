package money

import (
	"cmp"
	"context"
	"fmt"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// previewOrderID stands where the journal puts the order number that it makes when it sends.
const previewOrderID = "MADEWHENTHEORDERISSENT"

// dryRun prints the requests that would be sent, and ends as the first refusal of the guards would end it. Of a movement that was made
// before with the same reference it prints the outcome.
func (a *command) dryRun(ctx context.Context, book *run.AuditedJournal, f *moveFlags, drafts []draft) (refused error) {
	var wires []client.Wire
	var all []documents.DryRun
	var ahead []client.Quote
	for _, p := range drafts {
		if p.repeated() {
			if refused == nil {
				refused = a.finality(p, p.earlier.Movement, p.earlier.Outcome)
			}
			wires, all = append(wires, client.Wire{}), append(all, repeated(p))
			continue
		}
		previewer, ok := p.Account.Issuer.(client.Previewer)
		if !ok {
			return fmt.Errorf("%s: a preview is %w", p.Account.Profile, client.ErrUnsupported)
		}
		order := p.order()
		order.ID = cmp.Or(book.OrderNumber(p.Account, p.Intent), order.ID)
		wire, err := previewer.Preview(order)
		if err != nil {
			return err
		}
		p.Intent.Ahead = ahead
		refusal := book.Check(ctx, p.Account, p.Intent)
		ahead = append(ahead, p.Intent.Quote)
		if refused == nil {
			refused = refusal
		}
		wires, all = append(wires, wire), append(all, wouldBe(p, wire, refusal))
	}
	if a.Flags.JSON {
		if err := printAll(a, all, f.several); err != nil {
			return err
		}
		return refused
	}
	for i, p := range drafts {
		if m := p.earlier.Movement; p.repeated() {
			if _, err := fmt.Fprintln(a.Out, run.SafeLine(fmt.Sprintf("reference %s was used before, order %s (%s): nothing would be sent",
				m.Reference, m.OrderID, m.Status))); err != nil {
				return err
			}
			continue
		}
		a.showDraft(p)
		wire := wires[i]
		if _, err := fmt.Fprintf(a.Out, "%s %s\n%s\n", wire.Method, run.Verbatim(wire.URL), run.Verbatim(string(wire.Body))); err != nil {
			return err
		}
	}
	return refused
}

// wouldBe is what would be sent; refusal is why it would not.
func wouldBe(p draft, wire client.Wire, refusal error) documents.DryRun {
	in := p.Intent
	out := documents.DryRun{Profile: p.Account.Profile, CardID: documents.Text(in.Card.ID), Kind: in.Kind,
		Fee: documents.MoneyOf(in.Quote.Fee), Total: documents.MoneyOf(in.Quote.Total), Method: documents.Text(wire.Method),
		URL: documents.Text(wire.URL), Body: wire.Body}
	out.Amount, out.Currency = documents.Own(in.Amount)
	if refusal != nil {
		out.Refused = documents.Text(client.FirstLine(refusal))
	}
	return out
}

// repeated is a movement that was made before, so that nothing would be sent.
func repeated(p draft) documents.DryRun {
	m := documents.MovementOf(p.earlier.Movement)
	return documents.DryRun{Profile: m.Profile, CardID: m.CardID, Kind: m.Kind, Amount: m.Amount, Currency: m.Currency, Fee: m.Fee,
		Total: m.Total, Earlier: &m}
}
