package screentest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cardwallet/client"
)

// Keeper is an issuer that keeps records, page by page.
type Keeper struct {
	*FakeIssuer
	kept      []client.Record
	Kinds     []client.RecordKind
	NeedsCard bool
	Size      int
	queries   []client.RecordQuery
	Ended     int // questions that were given up
}

// RecordKinds are those that the test has set.
func (k *Keeper) RecordKinds() ([]client.RecordKind, bool) { return k.Kinds, k.NeedsCard }

// Records gives the page that is asked for, and notes the question.
func (k *Keeper) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	err := errors.Join(k.Called("records"), ctx.Err())
	k.Mu.Lock()
	defer k.Mu.Unlock()
	if ctx.Err() != nil {
		k.Ended++
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
	from, to := min((q.Page-1)*k.Size, len(match)), min(q.Page*k.Size, len(match))
	return client.RecordPage{Records: slices.Clone(match[from:to]), Total: len(match), More: to < len(match)}, nil
}

// Last is the newest question.
func (k *Keeper) Last() client.RecordQuery {
	k.Mu.Lock()
	defer k.Mu.Unlock()
	return k.queries[len(k.queries)-1]
}

// meanings and stages are what the driver of these records says of their words.
var (
	meanings = map[string]client.Meaning{"refund": client.MeansRefunded, "Void": client.MeansRefunded, "verification": client.MeansNothing}
	Stages   = map[string]client.Stage{
		"wait_process": client.StageUnderWay, "succeed": client.StageDone, "success": client.StageDone,
		"completed": client.StageDone, "failed": client.StageFailed,
	}
)

// RecordTypes gives the types of authorizations and 3DS records.
func (k *Keeper) RecordTypes(kind client.RecordKind) []string {
	switch kind {
	case client.RecordAuthorizations:
		return []string{"auth", "refund", "verification", "Void", "maintain_fee"}
	case client.Record3DS:
		return []string{string(client.CodeOTP), string(client.CodeAuthURL), string(client.CodeActivation)}
	default: // the others are not selected by type
		return nil
	}
}

// Authorization is record n: the higher, the older.
func Authorization(n int, kind, status, amount string) client.Record {
	return client.Record{
		Profile: "fin", Kind: client.RecordAuthorizations, ID: fmt.Sprintf("trade%04d", n), CardID: AdsCard().ID, Type: kind, Status: status,
		Means: meanings[kind], Stage: Stages[status],
		At: time.Now().Add(-time.Duration(n) * time.Hour), Amount: Usd(amount), CardAmount: Usd(amount),
		Merchant: client.Merchant{Name: fmt.Sprintf("Shop %d", n), MCC: "5734"},
	}
}

// KeepRecords makes the account keep records.
func KeepRecords(r *Rig, records ...client.Record) *Keeper {
	k := &Keeper{FakeIssuer: r.Issuer, kept: records, Size: 20, Kinds: []client.RecordKind{
		client.RecordAuthorizations, client.RecordOperations,
		client.RecordPurchases, client.RecordFees, client.Record3DS, client.RecordOperationsV1,
	}}
	r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: k})
	r.Env.Find = func(profile, id string) (client.Card, bool) { return AdsCard(), profile == "fin" && id == AdsCard().ID }
	return k
}
