package finhub_test

import (
	"net/http"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/client/finhub"
)

// Where FinHub has no list, one configured card of which nothing can be read leaves the others.
func TestAnOddConfiguredCardHidesNoOther(t *testing.T) {
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		asked := map[string]any{}
		if strings.HasSuffix(r.URL.Path, "/card/info") {
			asked = fields(t, r)
		}
		switch asked["cardNo"] {
		case "WB1":
			success(w, `{"cardNo":"WB1","status":"Normal","balanceInfo":{"amount":5,"currency":"USD"}}`)
		case "WB2":
			success(w, `{"cardNo":["WB2"],"status":"Normal","balanceInfo":{"amount":5,"currency":"USD"}}`)
		case "WB3":
			success(w, `null`)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}, func(o *finhub.Options) { o.CardIDs = []string{"WB1", "WB2", "WB3"} })
	cards, err := client.CollectCards(t.Context(), d.Cards)
	if len(cards) != 3 || cards[0].Status != client.CardActive || cards[0].Unreadable != "" {
		t.Errorf("cards %+v", cards)
	}
	for _, card := range cards[min(1, len(cards)):] {
		if card.Unreadable != client.NoRecord || card.Profile == "" || card.Name == "" || card.Status != client.CardUnknown {
			t.Errorf("card %+v", card)
		}
	}
	if !client.OnlyOdd(err) || !strings.Contains(err.Error(), "record card WB2: unreadable: all of it; record card WB3: ") {
		t.Errorf("error %v", err)
	}
}

// A code whose record names no card cannot be shown with one, so at least it is told of where all codes are asked for.
func TestACodeWithoutACardIsToldOf(t *testing.T) {
	d := scripted(t, answers(map[string]string{"/card/3ds/transaction": `{"total":2,"records":[
		{"cardNo":null,"tradeNo":"t1","values":"482913","type":"third_3ds_otp"},{"cardNo":"c","tradeNo":"t2","values":"771204",
			"type":"third_3ds_otp"}]}`}))
	all, err := d.AllCodes(t.Context())
	if len(all) != 1 || all[0].CardID != "c" || !client.OnlyOdd(err) || !strings.Contains(err.Error(), "record code t1: unreadable: card") {
		t.Errorf("all: %+v, %v", all, err)
	}
	one, err := d.Codes(t.Context(), "c")
	if len(one) != 2 || err != nil {
		t.Errorf("of the card that was asked for: %+v, %v", one, err)
	}
}
