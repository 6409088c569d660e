package screen

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/ui"
)

func TestSpendingByDayAndMerchant(t *testing.T) {
	inBubble(t, func(r *rig) {
		time.Sleep(300 * 24 * time.Hour)
		bought, back, abroad := authorization(30, "auth", "succeed", "10"), authorization(2, "refund", "succeed", "4"), authorization(50, "auth", "succeed", "3")
		bought.Merchant.Name, back.Merchant.Name = "Shop", "Shop"
		abroad.Amount, abroad.CardAmount = client.NewMoney(usd("3").Amount, "EUR"), client.Money{}
		old := authorization(24*40, "auth", "succeed", "1000")
		hostile := authorization(60, "auth", "succeed", "1")
		hostile.Merchant.Name = "\x1b[2Jevil"
		k := keepRecords(r, bought, back, abroad, old, hostile, authorization(5, "auth", "failed", "77"), authorization(6, "verification", "succeed", "9"))
		v := NewSpending(r.env, adsCard())
		r.open(v)
		if q := k.last(); q.CardID != adsCard().ID || q.Kind != client.RecordAuthorizations || q.Since.Hour() != 0 || time.Since(q.Since) > 30*24*time.Hour {
			t.Errorf("asked for %+v", q)
		}
		_, position := v.Title()
		if !strings.HasSuffix(position, "of 2") {
			t.Errorf("position %q", position)
		}
		if strings.HasPrefix(position, "EUR") {
			r.press("tab")
		}
		r.onSmallScreens("spent 7.00 USD", "refunds taken off", "0.00 ┼", v.since.Format(dayLayout), "by merchant", "Shop", "6.00 USD", "evil", "1.00 USD")
		r.hides("Shop 5 ", "\x1b[2J")
		r.press("tab")
		r.onSmallScreens("spent 3.00 EUR")
		if view := ui.ASCII(ansi.Strip(v.View(80, 21))); strings.ContainsAny(view, "┤┼─│╭╮╰╯█░") || !strings.Contains(view, "##") {
			t.Errorf("not ASCII:\n%s", view)
		}
		for _, size := range testSizes {
			fits(t, v, size[0], size[1])
		}
	})
}

// TestSpendingCountsAPurchaseOnce: one that settles on a later page than it was authorized on takes its place, and one that failed goes.
func TestSpendingCountsAPurchaseOnce(t *testing.T) {
	state := func(id, status, amount string, at time.Time) client.Record {
		return client.Record{Profile: "fin", Kind: client.RecordAuthorizations, ID: id, CardID: adsCard().ID, Type: "auth", Status: status, Stage: stages[status], At: at,
			Amount: usd(amount), Merchant: client.Merchant{Name: "Shop " + id}}
	}
	inBubble(t, func(r *rig) {
		now := time.Now()
		keepRecords(r, state("a", "authorized", "10", now), state("b", "authorized", "70", now), state("a", "succeed", "9", now),
			state("b", "failed", "70", now), state("c", "succeed", "1", now)).size = 2
		r.open(NewSpending(r.env, adsCard()))
		r.onSmallScreens("spent 10.00 USD", "Shop a", "9.00 USD", "Shop c", "1.00 USD")
		r.hides("Shop b", "19.00 USD", "80.00 USD")
	})
}

func TestSpendingOfAnAccountWhoseIssuerListsOneCardAtATime(t *testing.T) {
	inBubble(t, func(r *rig) {
		paid := client.Record{Profile: "fin", Kind: client.RecordHistory, ID: "txn_1", CardID: adsCard().ID, Status: "completed", At: time.Now(), Amount: usd("4")}
		k := keepRecords(r, paid)
		k.kinds, k.needsCard = []client.RecordKind{client.RecordHistory}, true
		v := NewSpending(r.env, adsCard())
		r.open(v)
		r.onSmallScreens("spent 4.00 USD", "the issuer names no merchants")
		r.press("A")
		r.onSmallScreens("spent 4.00 USD")
		if where, _ := v.Title(); where != "fin / all cards / spending" {
			t.Errorf("title %q", where)
		}
		if k.count("cards") != 1 || k.last().CardID != adsCard().ID {
			t.Errorf("listed cards %d times, then asked for %+v", k.count("cards"), k.last())
		}
		k.set("cards", errors.New("fin: unreachable"))
		r.press("r")
		r.onSmallScreens("not all could be read: fin: unreachable", "r tries again")
		r.press("A")
		r.shows("spent 4.00 USD")
	})
}

func TestSpendingReadsAllPagesUpToALimit(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewSpending(r.env, adsCard()).over(endless{r.issuer}))
		r.onSmallScreens("only the newest 20000 records were read")
		r.screen.(*Spending).Close()
	})
	inBubble(t, func(r *rig) { // nobody is there to look at it
		r.env.Locked = true
		r.open(NewSpending(r.env, adsCard()).over(endless{r.issuer}))
		r.onSmallScreens("reading stopped when the program locked", "r tries again")
	})
	inBubble(t, func(r *rig) {
		keepRecords(r)
		v := NewSpending(r.env, adsCard())
		r.open(v)
		r.onSmallScreens("nothing was spent from")
	})
}

// over replaces who is asked.
func (v *Spending) over(recorder client.Recorder) *Spending {
	v.recorder = recorder
	return v
}

// endless always has another page.
type endless struct{ *fakeIssuer }

func (endless) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordAuthorizations}, false
}

func (endless) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	page := client.RecordPage{Total: -1, More: true}
	for n := range 1000 {
		record := authorization(0, "auth", "succeed", "1")
		record.ID = fmt.Sprintf("p%d n%d", q.Page, n)
		page.Records = append(page.Records, record)
	}
	return page, nil
}

func TestAxisAmountIsShort(t *testing.T) {
	for amount, want := range map[string]string{"0": "0.00", "12.5": "12.50", "123456.7": "123457", "1e15": "1e+15", "99999999": "99999999"} {
		if got := axisAmount(decimal.RequireFromString(amount)); got != want || len(got) > 9 {
			t.Errorf("%v is written %q, want %q", amount, got, want)
		}
	}
}

func TestDaysAreDrawnAsBarsUpToARoundAmount(t *testing.T) {
	styles := ui.NewStyles(true, true)
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	days := func(amounts ...string) (days []statement.Spent) {
		for i, a := range amounts {
			days = append(days, statement.Spent{Day: day.AddDate(0, 0, i), Amount: usd(a)})
		}
		return days
	}
	for _, c := range []struct {
		days []statement.Spent
		want []string
	}{
		{days("0", "0"), []string{"1.00 ┤", "0.50 ┤", "0.00 ┼"}},
		{days("14.25", "3"), []string{"20.00 ┤", "10.00 ┤", "█", "11-01"}},
		{days("100"), []string{"100.00 ┤██", "50.00 ┤██"}},
		{days("0.03"), []string{"0.05 ┤"}},
		{days("20", "-8.05"), []string{"20.00 ┤", "more came back than was spent on 11-02 (-8.05 USD)"}},
		{days("-1"), []string{"1.00 ┤", "more came back than was spent on 11-01 (-1.00 USD)"}},
		{days("123456.78"), []string{"200000 ┤", "100000 ┤"}},
	} {
		lines := dayChart(&styles, c.days, 60, 10)
		view := ansi.Strip(strings.Join(lines, "\n"))
		for _, want := range c.want {
			if !strings.Contains(view, want) {
				t.Errorf("no %q in\n%s", want, view)
			}
		}
		for _, line := range lines {
			if w := ui.Width(line); w > 60 {
				t.Errorf("a line takes %d cells:\n%s", w, view)
			}
		}
	}
}
