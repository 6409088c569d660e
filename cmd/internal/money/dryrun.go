package money

import (
	"context"
	"encoding/json"
	"fmt"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// previewOrderID stands where the journal puts the order number that it makes when it sends.
const previewOrderID = "MADEWHENTHEORDERISSENT"

// dryRun prints the requests that would be sent, and ends as the first refusal of the guards would end it.
func (a *command) dryRun(ctx context.Context, book *run.AuditedJournal, drafts []draft) (refused error) {
	var wires []client.Wire
	var objects []run.Object
	for _, p := range drafts {
		previewer, ok := p.Account.Issuer.(client.Previewer)
		if !ok {
			return fmt.Errorf("%s: a preview is %w", p.Account.Profile, client.ErrUnsupported)
		}
		wire, err := previewer.Preview(p.order())
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
