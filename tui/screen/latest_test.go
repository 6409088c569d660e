package screen

import (
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/crypto"
)

func TestLatestBookKeepsThePaymentsThatSomebodyLookedAt(t *testing.T) {
	var book LatestBook
	one, other := client.Card{Profile: "fin", ID: "one"}, client.Card{Profile: "fin", ID: "other"}
	at := time.Date(2026, 11, 29, 11, 15, 0, 0, time.UTC)
	if _, ok := book.Of(one); ok {
		t.Error("it knows a card that nobody looked at")
	}
	secret := client.PlainField(client.FieldCode, crypto.SecretFromString("482913"))
	book.Note(one, []client.Record{{Kind: client.Record3DS, CardID: "one", Value: secret}}, at)
	if _, ok := book.Of(one); ok {
		t.Error("it keeps codes")
	}
	book.Note(one, nil, at)
	if latest, ok := book.Of(one); !ok || len(latest.Records) != 0 {
		t.Errorf("of a card without payments it says %+v, %v", latest, ok)
	}
	book.Note(client.Card{Profile: "fin"}, []client.Record{{Kind: client.RecordAuthorizations}}, at)
	if _, ok := book.Of(client.Card{Profile: "fin"}); ok {
		t.Error("it keeps a payment of no card")
	}
	var all []client.Record
	for range 2 * latestKept {
		all = append(all, client.Record{Kind: client.RecordAuthorizations, CardID: "one"}, client.Record{Kind: client.RecordAuthorizations,
			CardID: "other", Value: secret})
	}
	book.Note(client.Card{Profile: "fin"}, all, at)
	for _, card := range []client.Card{one, other} {
		latest, ok := book.Of(card)
		if !ok || len(latest.Records) != latestKept || !latest.At.Equal(at) || latest.Records[0].Value.Present() {
			t.Errorf("of %s it has %d records of %v", card.Key(), len(latest.Records), latest.At)
		}
	}
}

func TestLatestWordsSayWhatBecameOfAPayment(t *testing.T) {
	shop := client.Merchant{Name: "ULTRA\x1b[2J MOBILE"}
	const pays = client.RecordAuthorizations
	for want, r := range map[string]client.Record{
		"held · ULTRA MOBILE":     {Kind: pays, Merchant: shop, Type: "auth", Status: "authorized"},
		"ULTRA MOBILE":            {Kind: pays, Merchant: shop, Type: "auth", Status: "succeed", Stage: client.StageDone},
		"declined · ULTRA MOBILE": {Kind: pays, Merchant: shop, Type: "refund", Status: "failed", Stage: client.StageFailed},
		"refund · ULTRA MOBILE":   {Kind: pays, Merchant: shop, Type: "refund", Status: "authorized"},
		"check":                   {Kind: pays, Status: "succeed", Type: "verification", Stage: client.StageDone},
		"monthly fee":             {Kind: pays, Merchant: shop, Type: "maintain_fee", Status: "succeed", Stage: client.StageDone},
		"payment":                 {Kind: client.RecordHistory, Status: "completed", Stage: client.StageDone},
	} {
		if got := LatestWords(r); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
