package dashboard_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/dashboard"
	"cardwallet/client/sandbox"
)

func TestRecordsOfACard(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		d, _ := x.start(t, sandbox.Options{Seed: 1, Cards: 3})
		card := first(t, d)
		if kinds, needsCard := d.RecordKinds(); !needsCard || len(kinds) != 1 || kinds[0] != client.RecordHistory {
			t.Errorf("kinds are %v", kinds)
		}
		all, err := d.Records(t.Context(), client.RecordQuery{Kind: client.RecordHistory, CardID: card.ID})
		if err != nil || len(all.Records) == 0 || all.Total != -1 {
			t.Fatalf("%+v, %v", all, err)
		}
		for i, r := range all.Records {
			if r.ID == "" || r.CardID != card.ID || r.Status == "" || r.At.IsZero() || !r.Amount.Known() || r.Kind != client.RecordHistory {
				t.Errorf("record %d lacks something: %+v", i, r)
			}
			if i > 0 && r.At.After(all.Records[i-1].At) {
				t.Errorf("record %d is newer than the one before", i)
			}
		}
		newest := all.Records[0].At
		some, err := d.Records(t.Context(), client.RecordQuery{Kind: client.RecordHistory, CardID: card.ID, Until: newest})
		if err != nil || len(some.Records) >= len(all.Records) {
			t.Errorf("%d of %d before the newest, %v", len(some.Records), len(all.Records), err)
		}
		for _, q := range []client.RecordQuery{{Kind: client.RecordHistory}, {Kind: client.RecordFees, CardID: card.ID}} {
			if _, err := d.Records(t.Context(), q); !errors.Is(err, client.ErrUnsupported) {
				t.Errorf("%+v: %v", q, err)
			}
		}
	})
}

func TestRecordsPageByPage(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		const rows = 25
		var asked []string
		d := x.scripted(t, func(w http.ResponseWriter, r *http.Request) {
			asked = append(asked, r.URL.RawQuery)
			from := 0
			if r.URL.Query().Get("offset") == "20" {
				from = 20
			}
			var list []string
			for i := from; i < min(from+20, rows); i++ {
				list = append(list, `{"transactionId":"t`+string(rune('A'+i))+`","amount":1.5,"currency":"USD","status":"completed",
				"createdAt":"2026-01-31T12:00:00Z"}`)
			}
			_, _ = w.Write([]byte(`{"success":true,"data":[` + strings.Join(list, ",") + `]}`))
		})
		q := client.RecordQuery{Kind: client.RecordHistory, CardID: "c1", Page: 1, Size: 20}
		one, err := d.Records(t.Context(), q)
		if err != nil || len(one.Records) != 20 || !one.More {
			t.Fatalf("%d records, more %v, %v", len(one.Records), one.More, err)
		}
		q.Page = 2
		two, err := d.Records(t.Context(), q)
		if err != nil || len(two.Records) != 5 || two.More {
			t.Errorf("%d records, more %v, %v", len(two.Records), two.More, err)
		}
		if diff := cmp.Diff([]string{"limit=20&offset=0", "limit=20&offset=20"}, asked); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
	})
}

func TestRecordsWithoutPages(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		d := x.scripted(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery != "" {
				w.WriteHeader(http.StatusBadRequest)
				_, _ = w.Write([]byte(`{"success":false,"error":"Unknown parameter limit"}`))
				return
			}
			_, _ = w.Write([]byte(`{"success":true,"data":[{"transactionId":"t1","amount":"25.50","status":"PENDING","createdAt":null}]}`))
		})
		q := client.RecordQuery{Kind: client.RecordHistory, CardID: "c1"}
		page, err := d.Records(t.Context(), q)
		want := []client.Record{{Profile: "p", Kind: client.RecordHistory, ID: "t1", CardID: "c1", Status: "PENDING",
			Amount: client.NewMoney(decimal.New(2550, -2), "USD")}}
		if diff := cmp.Diff(want, page.Records, cmp.AllowUnexported(client.Field{})); err != nil || diff != "" || page.More {
			t.Errorf("more %v, %v (-want +got):\n%s", page.More, err, diff)
		}
		q.Page = 2
		if page, err = d.Records(t.Context(), q); err != nil || len(page.Records) != 0 || page.More {
			t.Errorf("the second page of a whole list: %+v, %v", page, err)
		}
	})
}

func TestStagesOfRecords(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		d := x.scripted(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"success":true,"data":[
				{"transactionId":"1","amount":1,"currency":"USD","status":"pending"},{"transactionId":"2","amount":1,"currency":"USD",
				"status":"completed"},
				{"transactionId":"3","amount":1,"currency":"USD","status":"Declined"},{"transactionId":"4","amount":1,"currency":"USD",
				"status":"failed"}]}`))
		})
		page, err := d.Records(t.Context(), client.RecordQuery{Kind: client.RecordHistory, CardID: "c1"})
		got := map[string]client.Stage{}
		for _, r := range page.Records {
			if got[r.ID] = r.Stage; r.Means != client.MeansSpent {
				t.Errorf("%+v is no spending", r)
			}
		}
		want := map[string]client.Stage{"1": client.StageOpen, "2": client.StageDone, "3": client.StageFailed, "4": client.StageFailed}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v, stages (-want +got):\n%s", err, diff)
		}
	})
}

func first(t *testing.T, d *dashboard.Driver) client.Card {
	t.Helper()
	cards, err := client.CollectCards(t.Context(), d.Cards)
	if err != nil || len(cards) == 0 {
		t.Fatalf("%d cards, %v", len(cards), err)
	}
	return cards[0]
}
