package screen

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

func TestRecordsListsAndAddsUp(t *testing.T) {
	inBubble(t, func(r *rig) {
		abroad := authorization(2, "auth", "succeed", "12")
		abroad.Amount = client.NewMoney(usd("10").Amount, "EUR")
		hostile := authorization(4, "auth", "failed", "7")
		hostile.Merchant.Name = "\x1b[2Jevil\u202e"
		keepRecords(r, authorization(1, "refund", "succeed", "5"), abroad, authorization(3, "verification", "succeed", "0"), hostile)
		l := NewRecords(r.env, adsCard())
		r.open(l)
		r.onSmallScreens("[authorizations]", "+5.00 USD", "12.00 USD", "refund", "failed", "evil", "all 4 read", "USD out 12.00 in 5.00 (2 not counted)")
		if view := ansi.Strip(l.View(120, 37)); !strings.Contains(view, "10.00 EUR") || !strings.Contains(view, "Shop 1 · Computer software") {
			t.Errorf("neither the merchant's amount nor its category:\n%s", view)
		}
		if view := l.View(120, 37); strings.Contains(view, "\x1b[2J") || strings.Contains(view, "\u202e") {
			t.Errorf("hostile text reached the screen: %q", view)
		}
		if where, position := l.Title(); where != "fin / Ads EU / transactions" || position != "1 of 4" {
			t.Errorf("title %q, %q", where, position)
		}
		r.press("/")
		r.typed("evil")
		if _, position := l.Title(); position != "1 of 1 (4)" || !l.CapturesInput() {
			t.Errorf("position %q", position)
		}
		r.shows("USD out 0.00 (1 not counted)")
		r.press("enter", "esc")
		r.shows("USD out 12.00 in 5.00")
	})
}

func TestRecordsReadsPagesAsOneScrolls(t *testing.T) {
	inBubble(t, func(r *rig) {
		var records []client.Record
		for n := range 95 {
			records = append(records, authorization(n, "auth", "succeed", "1"))
		}
		k := keepRecords(r, records...)
		l := NewRecords(r.env, adsCard())
		r.screen = l
		r.do(l.Init())
		if l.View(80, 21); !strings.Contains(r.view(), "reading page 1") {
			t.Errorf("nothing says that a page is read:\n%s", r.view())
		}
		r.settle()
		few := k.count("records")
		if few > 2 {
			t.Fatalf("read %d pages for one screen", few)
		}
		r.shows("of 95 read, more as you scroll")
		for range 10 {
			r.press("G")
		}
		r.shows("all 95 read", "USD out 95.00")
		if n := k.count("records"); n != 5 {
			t.Errorf("read %d pages of 5", n)
		}
		if m, _ := l.selected(); m.ID != "trade0094" {
			t.Errorf("the cursor is at %s", m.ID)
		}
	})
}

func TestRecordsStopsLookingForWhatIsNotThere(t *testing.T) {
	inBubble(t, func(r *rig) {
		var records []client.Record
		for n := range 800 {
			records = append(records, authorization(n, "auth", "succeed", "1"))
		}
		records = append(records, authorization(900, "auth", "failed", "3"))
		k := keepRecords(r, records...)
		l := NewRecords(r.env, adsCard())
		r.open(l)
		r.press("/")
		r.typed("trade0900")
		r.shows("read, enter looks further")
		r.press("enter")
		r.shows("nothing found for a while")
		if n := k.count("records"); n > 2*emptyPagesLimit {
			t.Errorf("read %d pages unasked", n)
		}
		for range 4 {
			r.press("down")
		}
		r.shows("Shop 900", "USD out 0.00 (1 not counted)")
	})
}

func TestRecordsFiltersByTypeStatusAndDates(t *testing.T) {
	inBubble(t, func(r *rig) {
		k := keepRecords(r, authorization(1, "refund", "succeed", "5"), authorization(2, "auth", "failed", "7"), authorization(100, "auth", "succeed", "9"))
		l := NewRecords(r.env, adsCard())
		r.open(l)
		r.press("t")
		pushed := got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatal("no question")
		}
		r.screen = pushed[0].Screen
		r.shows("all", "auth", "refund", "verification", "Void", "maintain_fee")
		r.onSmallScreens("> all")
		cmd := r.screen.Update(keyMsg("down"))
		r.do(cmd)
		r.press("enter")
		r.screen = l
		r.take(pickedMsg{owner: l, what: "type", word: "auth"})
		r.settle()
		if q := k.last(); q.Type != "auth" || q.CardID != adsCard().ID {
			t.Errorf("asked for %+v", q)
		}
		r.shows("only type auth · esc shows all", "Shop 2", "Shop 100")
		r.hides("Shop 1 ")
		r.take(pickedMsg{owner: l, what: "status", word: "failed"})
		r.settle()
		r.shows("type auth · status failed", "Shop 2")
		r.hides("Shop 100")
		before := k.count("records")
		r.press("esc")
		r.shows("Shop 1 ", "Shop 2", "Shop 100", "all 3 read")
		if k.count("records") != before {
			t.Error("what was read already was read again")
		}
		r.press("d")
		r.typed("yesterday")
		r.press("enter")
		r.shows("dates are 24h, 30d", "yesterday")
		for range len("yesterday") {
			r.press("backspace")
		}
		r.typed("24h")
		r.press("enter")
		if q := k.last(); !q.Since.Equal(time.Now().Add(-24 * time.Hour)) {
			t.Errorf("asked since %v", q.Since)
		}
		r.shows("only since", "Shop 2")
		r.hides("Shop 100")
		r.press("esc")
		r.shows("Shop 100")
	})
}

func TestRecordsTurnsThroughTheListsAndWidens(t *testing.T) {
	inBubble(t, func(r *rig) {
		other := authorization(5, "auth", "succeed", "3")
		other.CardID = "other"
		k := keepRecords(r, authorization(1, "auth", "succeed", "5"), other)
		l := NewRecords(r.env, adsCard())
		r.open(l)
		r.hides("Shop 5")
		r.press("A")
		r.shows("Shop 5", "Shop 1")
		if q := k.last(); q.CardID != "" {
			t.Errorf("asked for the card %q", q.CardID)
		}
		r.press("ф") // A on a Cyrillic layout
		r.press("Ф")
		r.hides("Shop 5")
		for _, kind := range k.kinds[1:] {
			r.press("l")
			if q := k.last(); q.Kind != kind {
				t.Errorf("asked for %s, want %s", q.Kind, kind)
			}
			r.onSmallScreens("["+string(kind)+"]", "this card has no "+string(kind))
		}
		r.press("l")
		r.shows("[authorizations]", "Shop 1")
		r.press("h")
		r.shows("[operations-v1]")
	})
}

func TestRecordsOfAnIssuerWithOneHistory(t *testing.T) {
	inBubble(t, func(r *rig) {
		k := keepRecords(r, client.Record{Profile: "fin", Kind: client.RecordHistory, ID: "txn_1", CardID: adsCard().ID, Status: "completed", At: time.Now(), Amount: usd("-4")})
		k.kinds, k.needsCard = []client.RecordKind{client.RecordHistory}, true
		l := NewRecords(r.env, adsCard())
		r.open(l)
		r.onSmallScreens("txn_1", "-4.00 USD", "completed", "all 1 read")
		r.hides("[history]")
		r.press("A")
		if n := got[ui.NoticeMsg](r); len(n) != 1 || !strings.Contains(n[0].Text, "one card at a time") {
			t.Errorf("notices %+v", n)
		}
	})
}

func TestRecordsFailingAndLeft(t *testing.T) {
	inBubble(t, func(r *rig) {
		k := keepRecords(r, authorization(1, "auth", "succeed", "5"))
		r.issuer.set("records", errors.New("fin: unreachable\ncheck the network"))
		l := NewRecords(r.env, adsCard())
		r.open(l)
		r.onSmallScreens("nothing could be read", "fin: unreachable", "check the network", "r tries again")
		r.issuer.set("records", nil)
		r.press("r")
		r.shows("Shop 1", "all 1 read")
		r.issuer.delay = time.Second
		r.do(l.Update(keyMsg("r")))
		r.do(l.Close())
		time.Sleep(2 * time.Second)
		r.settle()
		if k.ended != 1 {
			t.Errorf("leaving did not end what was being read: %d", k.ended)
		}
	})
}

func TestRecordsNeverShowA3DSValue(t *testing.T) {
	inBubble(t, func(r *rig) {
		code := client.Record{Profile: "fin", Kind: client.Record3DS, ID: "ds1", CardID: adsCard().ID, Type: "third_3ds_otp", At: time.Now(),
			Value: client.PlainField(client.FieldCode, crypto.SecretFromString("739251")), ExpiresAt: time.Now().Add(time.Minute)}
		old := code
		old.ID, old.ExpiresAt, old.Value = "ds2", time.Now().Add(-time.Minute), client.Field{}
		k := keepRecords(r, code, old)
		k.kinds = []client.RecordKind{client.Record3DS}
		l := NewRecords(r.env, adsCard())
		r.open(l)
		r.onSmallScreens("code", "live", "expired")
		for _, kept := range l.pages.records {
			if kept.Value.Present() {
				t.Error("the list keeps a value")
			}
		}
		r.open(NewRecord(r.env, l.account, code, nil))
		r.onSmallScreens("live; O shows live codes", "third_3ds_otp")
		r.hides("739251")
	})
}

func TestRecordShowsEveryFieldAndGoesToTheOriginal(t *testing.T) {
	inBubble(t, func(r *rig) {
		bought := authorization(9, "auth", "succeed", "5")
		bought.Fee, bought.CrossBorder, bought.Settled, bought.SettledAt = usd("0.11"), usd("0.22"), usd("4.99"), time.Now()
		bought.AuthorizationCode, bought.Description, bought.Remark = "847100", "told", "noted"
		bought.Merchant = client.Merchant{Name: "Shop", MCC: "5734", Category: "theirs", Country: "USA", State: "CA", City: "Springfield", ZIP: "90210", ID: "mid1", WalletType: "ApplePay"}
		refund := authorization(3, "refund", "succeed", "2")
		refund.OriginID = bought.ID
		fee := client.Record{Profile: "fin", Kind: client.RecordFees, ID: "fee1", OriginID: bought.ID, CardID: bought.CardID, Type: "card_patch_fee",
			Status: "success", At: bought.At.Add(time.Minute), Amount: usd("0.30"), PaidFrom: "wallet"}
		k := keepRecords(r, bought, refund, fee)
		account, _ := r.env.Wallet.Account("fin")
		r.open(NewRecord(r.env, account, bought, nil))
		if view := ansi.Strip(r.screen.View(120, 60)); true {
			for _, want := range []string{"trade0009", "authorizations", "0.11 USD", "0.22 USD", "4.99 USD", "847100", "5734 Computer software", "theirs",
				"Springfield, CA, 90210, USA", "mid1", "ApplePay", "told", "noted", "linked", "refund  2.00 USD", "card_patch_fee  0.30 USD"} {
				if !strings.Contains(view, want) {
					t.Errorf("%q is not shown:\n%s", want, view)
				}
			}
		}
		r.onSmallScreens("card_patch_fee")
		r.press("tab", "enter")
		pushed := got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatal("nothing opened")
		}
		asked := k.count("records")
		r.open(pushed[0].Screen)
		r.shows("original", "auth  5.00 USD", "trade0003")
		if k.last().ID != "" {
			t.Errorf("asked for an original that was known, after %d", asked)
		}
		r.press("o")
		if pushed = got[ui.PushMsg](r); len(pushed) != 2 {
			t.Fatal("the original did not open")
		}
		if where, _ := pushed[1].Screen.Title(); !strings.Contains(where, "trade0009") {
			t.Errorf("opened %s", where)
		}
		// A fee's original is asked for in the authorizations.
		r.open(NewRecord(r.env, account, fee, nil))
		r.shows("original", "auth  5.00 USD", "paid from")
		r.issuer.set("records", errors.New("fin: unreachable"))
		r.open(NewRecord(r.env, account, refund, nil))
		r.shows("what is linked cannot be read: fin: unreachable")
		r.issuer.set("records", nil)
		r.press("r")
		r.shows("original", "auth  5.00 USD")
	})
}
