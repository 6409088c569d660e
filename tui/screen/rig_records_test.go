package screen

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cardwallet/client"
)

// keeper is an issuer that keeps records, page by page.
type keeper struct {
	*fakeIssuer
	kept      []client.Record
	kinds     []client.RecordKind
	needsCard bool
	size      int
	queries   []client.RecordQuery
	ended     int // questions that were given up
}

func (k *keeper) RecordKinds() ([]client.RecordKind, bool) { return k.kinds, k.needsCard }

func (k *keeper) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	err := errors.Join(k.called("records"), ctx.Err())
	k.mu.Lock()
	defer k.mu.Unlock()
	if ctx.Err() != nil {
		k.ended++
	}
	k.queries = append(k.queries, q)
	if err != nil {
		return client.RecordPage{}, err
	}
	var match []client.Record
	for _, r := range k.kept {
		if r.Kind == q.Kind && r.Selected(q) {
			match = append(match, r)
		}
	}
	client.SortRecords(match)
	from, to := min((q.Page-1)*k.size, len(match)), min(q.Page*k.size, len(match))
	return client.RecordPage{Records: slices.Clone(match[from:to]), Total: len(match), More: to < len(match)}, nil
}

func (k *keeper) last() client.RecordQuery {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.queries[len(k.queries)-1]
}

// meanings and stages are what the driver of these records says of their words.
var (
	meanings = map[string]client.Meaning{"refund": client.MeansRefunded, "Void": client.MeansRefunded, "verification": client.MeansNothing}
	stages   = map[string]client.Stage{
		"wait_process": client.StageUnderWay, "succeed": client.StageDone,
		"completed": client.StageDone, "failed": client.StageFailed,
	}
)

// RecordTypes gives the types of authorizations and 3DS records.
func (k *keeper) RecordTypes(kind client.RecordKind) []string {
	switch kind {
	case client.RecordAuthorizations:
		return []string{"auth", "refund", "verification", "Void", "maintain_fee"}
	case client.Record3DS:
		return []string{string(client.CodeOTP), string(client.CodeAuthURL), string(client.CodeActivation)}
	}
	return nil
}

// authorization is record n: the higher, the older.
func authorization(n int, kind, status, amount string) client.Record {
	return client.Record{
		Profile: "fin", Kind: client.RecordAuthorizations, ID: fmt.Sprintf("trade%04d", n), CardID: adsCard().ID, Type: kind, Status: status,
		Means: meanings[kind], Stage: stages[status],
		At: time.Now().Add(-time.Duration(n) * time.Hour), Amount: usd(amount), CardAmount: usd(amount),
		Merchant: client.Merchant{Name: fmt.Sprintf("Shop %d", n), MCC: "5734"},
	}
}

// keepRecords makes the account keep records.
func keepRecords(r *rig, records ...client.Record) *keeper {
	k := &keeper{fakeIssuer: r.issuer, kept: records, size: 20, kinds: []client.RecordKind{
		client.RecordAuthorizations, client.RecordOperations,
		client.RecordPurchases, client.RecordFees, client.Record3DS, client.RecordOperationsV1,
	}}
	r.env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: k})
	r.env.Find = func(profile, id string) (client.Card, bool) { return adsCard(), profile == "fin" && id == adsCard().ID }
	return k
}
