package money

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// previewOrderID stands where the journal puts the order number that it makes when it sends.
const previewOrderID = "MADEWHENTHEORDERISSENT"

// dryRun prints the requests that would be sent, and ends as the first refusal of the guards would end it. Of a movement that was made
// before with the same reference it prints the outcome.
func (a *command) dryRun(ctx context.Context, book *run.AuditedJournal, drafts []draft) (refused error) {
	var wires []client.Wire
	var objects []run.Object
	for _, p := range drafts {
		if p.repeated() {
			if refused == nil {
				refused = a.finality(p, p.earlier.Movement, p.earlier.Outcome)
			}
			wires, objects = append(wires, client.Wire{}), append(objects, movementObject(p.earlier.Movement))
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
		refusal := book.Check(ctx, p.Account, p.Intent)
		if refused == nil {
			refused = refusal
		}
		wires, objects = append(wires, wire), append(objects, wireObject(p, wire, refusal))
	}
	if a.Flags.JSON {
		if err := a.printAll(objects, len(drafts) > 1); err != nil {
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

func wireObject(p draft, wire client.Wire, refusal error) run.Object {
	in, why := p.Intent, ""
	if refusal != nil {
		why = client.FirstLine(refusal)
	}
	return run.Object{{"profile", p.Account.Profile}, {"card_id", in.Card.ID}, {"kind", in.Kind}, {"amount", run.Digits(in.Amount)},
		{"fee", run.Digits(in.Quote.Fee)}, {"total", run.Digits(in.Quote.Total)}, {"currency", in.Amount.Currency}, {"method", wire.Method},
		{"url", wire.URL}, {"body", json.RawMessage(wire.Body)}, {"refused", run.Given(why)}}
}
