package tui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
)

// keeper is an issuer that keeps records.
type keeper struct {
	payable
	records []client.Record
}

func (k keeper) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordAuthorizations, client.RecordOperations}, false
}

func (k keeper) RecordTypes(client.RecordKind) []string {
	return []string{"auth", "refund", "verification", "Void", "maintain_fee"}
}

func (k keeper) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	const size = 10
	var match []client.Record
	for _, r := range k.records {
		if r.Kind == q.Kind && r.Selected(q) {
			match = append(match, r)
		}
	}
	from, to := min((q.Page-1)*size, len(match)), min(q.Page*size, len(match))
	return client.RecordPage{Records: match[from:to], Total: len(match), More: to < len(match)}, k.issuer.called(ctx, "records")
}

// keepRecords gives the account fin thirty payments with its first card, an hour apart, and a refund.
func (r *rig) keepRecords() {
	k := keeper{payable: payable{feed{r.fin}}}
	for n := range 30 {
		k.records = append(k.records,
			client.Record{Profile: "fin", Kind: client.RecordAuthorizations, ID: fmt.Sprintf("trade%02d", n), CardID: "fin000",
				Type: "auth", Status: "succeed", Stage: client.StageDone, At: r.clock.Now().Add(-time.Duration(n) * time.Hour), Amount: usd("2.00"),
				Merchant: client.Merchant{Name: fmt.Sprintf("Shop %02d", n)}})
	}
	k.records[0].Type, k.records[0].Means, k.records[0].OriginID = "refund", client.MeansRefunded, "trade01"
	r.opts.Wallet = client.NewWallet(
		client.Account{Profile: "fin", Kind: "finhub", Issuer: k},
		client.Account{Profile: "ads", Kind: "aurex", Issuer: r.ads},
	)
}

func TestTransactionsFromTheListToTheOriginal(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.keepRecords()
		r.start(t, cols, rows)
		r.WaitFor("fin card 000", "ads card 001")
		r.Press("j", "j", "T")
		r.WaitFor("Payments", "Shop 00", "+2.00 USD", "of 30 read")
		for !strings.Contains(r.Screen(), "all 30 read") {
			r.Press("G")
			time.Sleep(time.Second) // of the bubble: the next page is drawn
		}
		r.Press("G")
		r.WaitFor("Shop 29", "all 30 read", "out 58.00 · in 2.00 USD")
		r.Press("g", "enter")
		r.WaitFor("▌ original", "trade01")
		r.Press("enter")
		r.WaitFor("▌ linked", "refund")
		r.Press("esc")
		r.WaitFor("▌ original")
		r.Press("esc")
		r.WaitFor("Payments")
		r.Press("/")
		r.Press(strings.Split("type:payment", "")...)
		r.Press("enter")
		r.WaitFor("type:payment", "Shop 01")
		r.WaitGone("Shop 00")
		r.Press("esc")
		r.WaitFor("Shop 00")
		r.Press("esc")
		r.WaitFor("ads card 001")
	})
}
