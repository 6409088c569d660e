package records

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/crypto"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func TestRecordsListsAndAddsUp(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		abroad := screentest.Authorization(2, "auth", "succeed", "12")
		abroad.Amount = client.NewMoney(screentest.Usd("10").Amount, "EUR")
		hostile := screentest.Authorization(4, "auth", "failed", "7")
		hostile.Merchant.Name = "\x1b[2Jevil\u202e"
		screentest.KeepRecords(r, screentest.Authorization(1, "refund", "succeed", "5"), abroad,
			screentest.Authorization(3, "verification", "succeed", "0"), hostile)
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		r.OnSmallScreens("Payments", "+5.00 USD", "12.00 USD", "↩ refund", "✕ declined", "evil", "all 4 read",
			"out 12.00 · in 5.00 USD")
		if view := ansi.Strip(l.View(120, 37)); !strings.Contains(view, "Shop 1") || !strings.Contains(view, "Computer software") {
			t.Errorf("neither the merchant nor its category:\n%s", view)
		}
		r.Press("j")
		r.Tick(time.Second)
		if view := ansi.Strip(l.View(120, 37)); !strings.Contains(view, "at the shop −10.00 EUR") ||
			!strings.Contains(view, "rate        1.2") {
			t.Errorf("not what the merchant asked for:\n%s", view)
		}
		r.Press("k")
		if view := l.View(120, 37); strings.Contains(view, "\x1b[2J") || strings.Contains(view, "\u202e") {
			t.Errorf("hostile text reached the screen: %q", view)
		}
		if where, position := l.Title(); where != "fin / Ads EU / transactions" || position != "1 of 4" {
			t.Errorf("title %q, %q", where, position)
		}
		r.Press("/")
		r.Typed("evil")
		if _, position := l.Title(); position != "1 of 1, 4 in all" || !l.CapturesInput() {
			t.Errorf("position %q", position)
		}
		r.Shows("out 0.00 USD")
		r.Press("enter", "esc")
		r.Shows("out 12.00 · in 5.00 USD")
	})
}

func TestRecordsReadsPagesAsOneScrolls(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		var records []client.Record
		for n := range 95 {
			records = append(records, screentest.Authorization(n, "auth", "succeed", "1"))
		}
		k := screentest.KeepRecords(r, records...)
		l := newRecords(r.Env, screentest.AdsCard())
		r.Screen = l
		r.Do(l.Init())
		if l.View(80, 21); !strings.Contains(r.View(), "reading page 1") {
			t.Errorf("nothing says that a page is read:\n%s", r.View())
		}
		r.Settle()
		few := k.Count("records")
		if few > 2 {
			t.Fatalf("read %d pages for one screen", few)
		}
		r.Shows("of 95 read, more as you scroll")
		for range 10 {
			r.Press("G")
		}
		r.Shows("all 95 read", "out 95.00 USD")
		if n := k.Count("records"); n != 5 {
			t.Errorf("read %d pages of 5", n)
		}
		if m, _ := l.list.Selected(); m.ID != "trade0094" {
			t.Errorf("the cursor is at %s", m.ID)
		}
	})
}

func TestRecordsStopsLookingForWhatIsNotThere(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		var records []client.Record
		for n := range 800 {
			records = append(records, screentest.Authorization(n, "auth", "succeed", "1"))
		}
		records = append(records, screentest.Authorization(900, "auth", "failed", "3"))
		k := screentest.KeepRecords(r, records...)
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		r.Press("/")
		r.Typed("trade0900")
		r.Shows("read, enter looks further")
		r.Press("enter")
		r.Shows("nothing found for a while")
		if n := k.Count("records"); n > 2*emptyPagesLimit {
			t.Errorf("read %d pages unasked", n)
		}
		for range 4 {
			r.Press("down")
		}
		r.Shows("Shop 900", "out 0.00 USD")
	})
}

func TestRecordsFiltersByTypeStatusAndDates(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		k := screentest.KeepRecords(r, screentest.Authorization(1, "refund", "succeed", "5"),
			screentest.Authorization(2, "auth", "failed", "7"), screentest.Authorization(100, "auth", "succeed", "9"))
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		for _, key := range []string{"s", "t", "o"} { // which mean something else elsewhere
			r.Press(key)
		}
		r.Shows("Shop 1", "Shop 2", "Shop 100")
		var offered []string
		for _, a := range l.filters() {
			offered = append(offered, a.Key.Help().Desc)
		}
		if got := strings.Join(offered, ", "); got != "status:declined, status:paid, status:refund, type:payment, type:refund" {
			t.Errorf("offered %s", got)
		}
		r.Press("/")
		r.Typed("tatu") // each has a status, which is no text of it
		r.Hides("Shop 1 ", "Shop 2", "Shop 100")
		r.Press("esc")
		r.Press("/")
		r.Typed("type:payment")
		if q := k.Last(); q.Type != "" {
			t.Errorf("asked for %+v while it is typed", q)
		}
		r.Press("enter")
		if q := k.Last(); q.Type != "auth" || q.CardID != screentest.AdsCard().ID {
			t.Errorf("asked for %+v", q)
		}
		r.Shows("only type:payment", "Shop 2", "Shop 100")
		r.Hides("Shop 1 ")
		r.Press("/")
		r.Typed(" status:declined")
		r.Press("enter")
		r.Shows("only type:payment", "Shop 2")
		r.Hides("Shop 100")
		before := k.Count("records")
		r.Press("esc")
		r.Shows("Shop 1 ", "Shop 2", "Shop 100", "all 3 read")
		if k.Count("records") != before {
			t.Error("what was read already was read again")
		}
		r.Press("d")
		r.Typed("yesterday")
		r.Press("enter")
		r.Shows("dates are 24h, 30d", "yesterday")
		for range len("yesterday") {
			r.Press("backspace")
		}
		r.Typed("24h")
		r.Press("enter")
		if q := k.Last(); !q.Since.Equal(time.Now().Add(-24 * time.Hour)) {
			t.Errorf("asked since %v", q.Since)
		}
		r.Shows("only since", "Shop 2")
		r.Hides("Shop 100")
		r.Press("esc")
		r.Shows("Shop 100")
	})
}

func TestRecordsTurnsThroughTheListsAndWidens(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		other := screentest.Authorization(5, "auth", "succeed", "3")
		other.CardID = "other"
		k := screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "5"), other)
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		r.Hides("Shop 5")
		r.Press("A")
		r.Shows("Shop 5", "Shop 1")
		if q := k.Last(); q.CardID != "" {
			t.Errorf("asked for the card %q", q.CardID)
		}
		r.Press("ф") // A on a Cyrillic layout
		r.Press("Ф")
		r.Hides("Shop 5")
		for _, kind := range k.Kinds[1:] {
			r.Press("l")
			if q := k.Last(); q.Kind != kind {
				t.Errorf("asked for %s, want %s", q.Kind, kind)
			}
			r.OnSmallScreens("this card has nothing under " + words.List(kind))
		}
		r.Press("l")
		r.Shows("Payments", "Shop 1")
		r.Press("h")
		r.Shows("this card has nothing under Older card changes")
	})
}

// TestAClickOnANameShowsThatList at every width, and one beside the names does nothing.
func TestAClickOnANameShowsThatList(t *testing.T) {
	for _, size := range [][2]int{{60, 13}, {80, 20}, {120, 32}} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Size = size
			k := screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "5"))
			r.Open(newRecords(r.Env, screentest.AdsCard()))
			click := func(x int) {
				r.Take(ui.PointMsg{X: x, Width: size[0], Height: size[1]})
				r.Settle()
			}
			asked := r.Issuer.Count("records")
			click(1)
			click(size[0] - 1)
			if now := r.Issuer.Count("records"); now != asked || k.Last().Kind != k.Kinds[0] {
				t.Errorf("%v: asked %d times more, for %s", size, now-asked, k.Last().Kind)
			}
			name := words.ShortList
			if size[0] >= ui.SideWidth {
				name = words.List
			}
			for _, kind := range []client.RecordKind{k.Kinds[2], k.Kinds[1], k.Kinds[0]} {
				before, _, found := strings.Cut(strings.SplitN(r.View(), "\n", 2)[0], name(kind))
				if click(ui.Width(before)); !found || k.Last().Kind != kind {
					t.Errorf("%v: a click on %q asks for %s", size, name(kind), k.Last().Kind)
				}
			}
		})
	}
}

func TestRecordsOfAnIssuerWithOneHistory(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		k := screentest.KeepRecords(r, client.Record{Profile: "fin", Kind: client.RecordHistory, ID: "txn_1", CardID: screentest.AdsCard().ID,
			Status: "completed", Stage: client.StageDone, At: time.Now(), Amount: screentest.Usd("-4")})
		k.Kinds, k.NeedsCard = []client.RecordKind{client.RecordHistory}, true
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		r.OnSmallScreens("txn_1", "−4.00 USD", "done", "all 1 read")
		r.Shows("History")
		r.Press("A")
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || !strings.Contains(n[0].Text, "one card at a time") {
			t.Errorf("notices %+v", n)
		}
	})
}

func TestRecordsFailingAndLeft(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		k := screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "5"))
		r.Issuer.Set("records", errors.New("fin: unreachable\ncheck the network"))
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		r.OnSmallScreens("nothing could be read", "fin: unreachable", "check the network", "r tries again")
		r.Issuer.Set("records", nil)
		r.Press("r")
		r.Shows("Shop 1", "all 1 read")
		r.Issuer.Delay = time.Second
		r.Do(l.Update(screentest.KeyMsg("r")))
		r.Do(l.Close())
		time.Sleep(2 * time.Second)
		r.Settle()
		if k.Ended != 1 {
			t.Errorf("leaving did not end what was being read: %d", k.Ended)
		}
	})
}

// TestOnlyAReadListOfPaymentsIsNoted: an empty list of something else, or a failure, says nothing of a card's payments.
func TestOnlyAReadListOfPaymentsIsNoted(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.AdsCard()
		screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "5"))
		r.Issuer.Set("records", errors.New("fin: unreachable"))
		r.Open(newRecords(r.Env, card))
		if latest, known := r.Env.Latest.Of(card); known {
			t.Errorf("a failure says %+v", latest)
		}
		r.Issuer.Set("records", nil)
		r.Press("r", "l")
		r.Shows("this card has nothing under")
		r.Issuer.Set("records", errors.New("fin: unreachable"))
		r.Open(newRecords(r.Env, card))
		if latest, _ := r.Env.Latest.Of(card); len(latest.Records) != 1 {
			t.Errorf("the payments became %+v", latest)
		}
	})
}

func TestRecordsNeverShowA3DSValue(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		code := client.Record{Profile: "fin", Kind: client.Record3DS, ID: "ds1", CardID: screentest.AdsCard().ID, Type: "third_3ds_otp",
			At:     time.Now(),
			Amount: screentest.Usd("12"), Means: client.MeansNothing,
			Value: client.PlainField(client.FieldCode, crypto.SecretFromString("739251")), ExpiresAt: time.Now().Add(time.Minute)}
		old := code
		old.ID, old.ExpiresAt, old.Value = "ds2", time.Now().Add(-time.Minute), client.Field{}
		k := screentest.KeepRecords(r, code, old)
		k.Kinds = []client.RecordKind{client.Record3DS}
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		r.OnSmallScreens("code", "live", "expired")
		r.Hides("out 0.00")
		for _, kept := range l.pages.records {
			if kept.Value.Present() {
				t.Error("the list keeps a value")
			}
		}
		r.Open(newRecord(r.Env, l.Account, code, nil))
		r.OnSmallScreens("live; O shows live codes", "third_3ds_otp")
		r.Hides("739251")
	})
}

func TestRecordShowsEveryFieldAndGoesToTheOriginal(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		bought := screentest.Authorization(9, "auth", "succeed", "5")
		bought.Fee, bought.CrossBorder, bought.Settled, bought.SettledAt = screentest.Usd("0.11"), screentest.Usd("0.22"),
			screentest.Usd("4.99"), time.Now()
		bought.AuthorizationCode, bought.Description, bought.Remark = "847100", "told", "noted"
		bought.Merchant = client.Merchant{Name: "Shop", MCC: "5734", Category: "theirs", Country: "USA", State: "CA", City: "Springfield",
			ZIP: "90210", ID: "mid1", WalletType: "ApplePay"}
		refund := screentest.Authorization(3, "refund", "succeed", "2")
		refund.OriginID = bought.ID
		fee := client.Record{Profile: "fin", Kind: client.RecordFees, ID: "fee1", OriginID: bought.ID, CardID: bought.CardID,
			Type:   "card_patch_fee",
			Status: "success", At: bought.At.Add(time.Minute), Amount: screentest.Usd("0.30"), PaidFrom: "wallet"}
		k := screentest.KeepRecords(r, bought, refund, fee)
		account, _ := r.Env.Wallet.Account("fin")
		r.Open(newRecord(r.Env, account, bought, nil))
		if view := ansi.Strip(r.Screen.View(120, 60)); true {
			for _, want := range []string{"trade0009", "Payments", "0.11 USD", "0.22 USD", "4.99 USD", "847100", "5734 Computer software",
				"theirs",
				"Springfield, CA, 90210, USA", "mid1", "ApplePay", "told", "noted", "linked", "refund  +2.00 USD", "fee of a payment  −0.30 USD"} {
				if !strings.Contains(view, want) {
					t.Errorf("%q is not shown:\n%s", want, view)
				}
			}
		}
		r.OnSmallScreens("fee of a payment")
		r.Press("tab", "enter")
		pushed := screentest.Got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatal("nothing opened")
		}
		asked := k.Count("records")
		r.Open(pushed[0].Screen)
		r.Shows("original", "payment  −5.00 USD", "trade0003")
		if k.Last().ID != "" {
			t.Errorf("asked for an original that was known, after %d", asked)
		}
		r.Press("enter")
		if pushed = screentest.Got[ui.PushMsg](r); len(pushed) != 2 {
			t.Fatal("the original did not open")
		}
		if where, _ := pushed[1].Screen.Title(); !strings.Contains(where, "trade0009") {
			t.Errorf("opened %s", where)
		}
		// A fee's original is asked for in the authorizations.
		r.Open(newRecord(r.Env, account, fee, nil))
		r.Shows("original", "payment  −5.00 USD", "paid from")
		r.Issuer.Set("records", errors.New("fin: unreachable"))
		r.Open(newRecord(r.Env, account, refund, nil))
		r.Shows("what is linked cannot be read: fin: unreachable")
		r.Issuer.Set("records", nil)
		r.Press("r")
		r.Shows("original", "payment  −5.00 USD")
	})
}

// repeating has the same page again and again.
type repeating struct{ *screentest.Keeper }

func (r repeating) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	q.Page = 1
	page, err := r.Keeper.Records(ctx, q)
	page.More = true
	return page, err
}

func TestRecordsOfAListWithoutAnEndStay(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		k := screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "5"), screentest.Authorization(2, "auth", "succeed", "7"))
		r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: repeating{k}})
		r.Open(newRecords(r.Env, screentest.AdsCard()))
		r.Press("G")
		r.OnSmallScreens("Shop 1", "Shop 2", "2 read, then pages without anything new; r goes on", "out 12.00 USD")
		read := k.Count("records")
		r.Press("down", "down", "G")
		if n := k.Count("records"); n != read {
			t.Errorf("read %d more pages unasked", n-read)
		}
		r.Press("r")
		r.Shows("Shop 1", "Shop 2", "2 read, then pages without anything new")
		if n := k.Count("records"); n != read+1 {
			t.Errorf("read %d more pages", n-read)
		}
	})
}

// TestRecordsNeverCutASum: what has no room in the border has lines of its own, one for each currency.
func TestRecordsNeverCutASum(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		bought, back := screentest.Authorization(1, "auth", "succeed", "113981.20"), screentest.Authorization(2, "refund", "succeed", "11022.30")
		bought.Fee = screentest.Usd("1010.55")
		abroad := screentest.Authorization(3, "auth", "succeed", "100200.00")
		backAbroad := screentest.Authorization(4, "refund", "succeed", "20500.75")
		abroad.Amount, abroad.CardAmount = client.NewMoney(abroad.Amount.Amount, "EUR"), client.Money{}
		backAbroad.Amount, backAbroad.CardAmount = client.NewMoney(backAbroad.Amount.Amount, "EUR"), client.Money{}
		screentest.KeepRecords(r, bought, back, abroad, backAbroad)
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		for _, size := range append(screentest.TestSizes[:3:3], [2]int{130, 33}, [2]int{200, 47}) {
			view := ansi.Strip(l.View(size[0], size[1]))
			for _, sum := range []string{"113,981.20 · in 11,022.30 · fees 1,010.55 USD", "out 100,200.00 · in 20,500.75 EUR", "all 4 read"} {
				if !strings.Contains(view, sum) {
					t.Errorf("%v: no %q:\n%s", size, sum, view)
				}
			}
			screentest.Fits(t, l, size[0], size[1])
		}
	})
}

func TestRecordsSayWhatIsLeftOut(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "5"))
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		l.since = time.Date(2026, 11, 1, 0, 0, 0, 0, time.Local)
		l.until = l.since.AddDate(0, 0, 21)
		want := "only since " + r.Env.When(l.since) + ", before " + r.Env.When(l.until)
		for _, size := range screentest.TestSizes[:3] {
			tabs, _, _ := strings.Cut(ansi.Strip(l.View(size[0], size[1])), "\n")
			if !strings.Contains(tabs, want) || !strings.Contains(tabs, "Payments") {
				t.Errorf("%v: %q", size, tabs)
			}
		}
	})
}

func TestRecordsSayWhyDatesAreRefused(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "5"))
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		r.Press("d")
		r.Typed("yes")
		r.Press("enter")
		if prompt := ansi.Strip(l.Prompt(60)); !strings.Contains(prompt, "dates: yes") ||
			!strings.Contains(prompt, "dates are 24h, 30d, 2026-11-01") {
			t.Errorf("%q", prompt)
		}
	})
}

func TestTitleOfATypeWithALetterOfTwoBytes(t *testing.T) {
	if got := title(client.Record{Kind: client.RecordAuthorizations, Type: "échange"}); got != "Échange" {
		t.Errorf("%q", got)
	}
}

func TestRecordsPromiseTheKeysThatThereAre(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		screentest.KeepRecords(r)
		r.Env.Keys.Refresh.SetHelp("f5", "refresh")
		r.Issuer.Set("records", errors.New("fin: unreachable"))
		r.Open(newRecords(r.Env, screentest.AdsCard()))
		r.OnSmallScreens("f5 tries again")
		r.Open(NewSpending(r.Env, screentest.AdsCard()))
		r.OnSmallScreens("f5 tries again")
	})
}

// TestAWideListCutsNoNameOfACard: what is beside the merchant's name goes to the cards.
func TestAWideListCutsNoNameOfACard(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.AdsCard()
		card.Name = "Discover Whole Dollars"
		abroad := screentest.Authorization(1, "auth", "succeed", "5")
		abroad.Amount = client.NewMoney(abroad.Amount.Amount, "EUR")
		screentest.KeepRecords(r, abroad)
		r.Env.Find = func(string, string) (client.Card, bool) { return card, true }
		l := newRecords(r.Env, card)
		r.Open(l)
		r.Press("A")
		if view := ansi.Strip(l.View(200, 47)); strings.Count(view, card.Name) < 2 {
			t.Errorf("the name is cut in the list:\n%s", view)
		}
	})
}
