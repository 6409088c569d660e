package finhub_test

import (
	"testing"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

// TestOutOfUseNeedsOnlyTheID: a card is frozen and canceled although everything else at FinHub is unwell.
func TestOutOfUseNeedsOnlyTheID(t *testing.T) {
	for _, text := range []string{
		"finhub:/card/v2/cardTypes:garbage", "finhub:/card/v2/cardTypes:status=404", "finhub:/card/info:garbage", "finhub:/card/info:status=404",
		"finhub:/card/info:proxy=403", "finhub:/card/info:status=403", "finhub:/card/list:garbage", "finhub:/card/balance:garbage",
		"finhub:/account/*:status=400", "all",
	} {
		for _, kind := range []client.MovementKind{client.MoveFreeze, client.MoveCancel} {
			d, box := start(t, sandbox.Options{Seed: 1})
			faults := []string{text}
			if text == "all" {
				faults = []string{"finhub:/card/v2/cardTypes:garbage", "finhub:/card/info:status=404", "finhub:/card/list:garbage",
					"finhub:/card/balance:garbage"}
			}
			for _, text := range faults {
				f, err := sandbox.ParseFault(text)
				if err == nil {
					err = box.SetFault(f)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			id := cardID(box, normalCard)
			account := client.Account{Profile: "fin", Kind: "finhub", Issuer: d}
			_, terms, err := account.CheckChange(t.Context(), client.Card{Profile: "fin", ID: id},
				func(client.Card) client.MovementKind { return kind })
			if err != nil || terms.Refusal != "" {
				t.Errorf("%s with %s: %+v, %v", kind, text, terms, err)
				continue
			}
			if got, err := d.Send(t.Context(), client.Order{ID: orderID, Kind: kind, CardID: id}); err != nil ||
				got.Status != client.OperationProcessing {
				t.Errorf("%s with %s: %+v, %v", kind, text, got, err)
			}
		}
	}
}

// TestUncheckedIsSaid: what could not be looked at is named, and only that.
func TestUncheckedIsSaid(t *testing.T) {
	const types = "could not check what cards of this type can do: asked all the same (fin: read card types: unreadable answer"
	const status = "could not check the card's status: asked all the same (fin: read the card: unreadable answer"
	const ill = "finhub:/card/info:garbage"
	for text, want := range map[string]map[client.MovementKind][]string{
		"finhub:/card/v2/cardTypes:garbage": {client.MoveFreeze: {types}, client.MoveCancel: nil, client.MoveLimits: {types}},
		ill:                                 {client.MoveFreeze: {status}, client.MoveCancel: {status}},
		"finhub:/card/list:garbage":         {client.MoveFreeze: nil, client.MoveCancel: nil, client.MoveLimits: nil},
	} {
		f, err := sandbox.ParseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		d, box := start(t, sandbox.Options{Seed: 1, Faults: []sandbox.Fault{f}})
		account := client.Account{Profile: "fin", Kind: "finhub", Issuer: d}
		for kind, doubts := range want {
			card := client.Card{Profile: "fin", ID: cardID(box, normalCard)}
			_, terms, err := account.CheckChange(t.Context(), card, func(client.Card) client.MovementKind { return kind })
			same := len(terms.Doubts) == len(doubts)
			for i := range doubts {
				same = same && len(terms.Doubts[i]) > len(doubts[i]) && terms.Doubts[i][:len(doubts[i])] == doubts[i]
			}
			if err != nil || !same {
				t.Errorf("%s with %s: %q, %v", kind, text, terms.Doubts, err)
			}
		}
		if kind := client.MovePIN; text == ill {
			if _, _, err := account.CheckChange(t.Context(), client.Card{ID: "c"},
				func(client.Card) client.MovementKind { return kind }); err == nil {
				t.Error("a PIN is given to a card that cannot be read")
			}
		}
	}
}

// TestWithdrawalsNeedNoTypes: what a card must keep FinHub checks itself.
func TestWithdrawalsNeedNoTypes(t *testing.T) {
	f, err := sandbox.ParseFault("finhub:/card/v2/cardTypes:garbage")
	if err != nil {
		t.Fatal(err)
	}
	d, box := start(t, sandbox.Options{Seed: 1, Faults: []sandbox.Fault{f}})
	terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveWithdraw, Card: client.Card{ID: cardID(box, normalCard)}})
	if err != nil || terms.Refusal != "" || terms.MaxReason != "all that is on the card; what it must keep is not known" {
		t.Errorf("%+v, %v", terms, err)
	}
}
