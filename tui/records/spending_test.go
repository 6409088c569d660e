package records

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
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func TestSpendingByDayAndMerchant(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		time.Sleep(300 * 24 * time.Hour)
		bought, back, abroad := screentest.Authorization(30, "auth", "succeed", "10"), screentest.Authorization(2, "refund", "succeed", "4"),
			screentest.Authorization(50, "auth", "succeed", "3")
		bought.Merchant.Name, back.Merchant.Name = "Shop", "Shop"
		abroad.Amount, abroad.CardAmount = client.NewMoney(screentest.Usd("3").Amount, "EUR"), client.Money{}
		old := screentest.Authorization(24*40, "auth", "succeed", "1000")
		hostile := screentest.Authorization(60, "auth", "succeed", "1")
		hostile.Merchant.Name = "\x1b[2Jevil"
		k := screentest.KeepRecords(r, bought, back, abroad, old, hostile, screentest.Authorization(5, "auth", "failed", "77"),
			screentest.Authorization(6, "verification", "succeed", "9"))
		v := NewSpending(r.Env, screentest.AdsCard())
		r.Open(v)
		if q := k.Last(); q.CardID != screentest.AdsCard().ID || q.Kind != client.RecordAuthorizations || q.Since.Hour() != 0 ||
			time.Since(q.Since) > 60*24*time.Hour {
			t.Errorf("asked for %+v", q)
		}
		_, position := v.Title()
		if !strings.HasSuffix(position, "of 2") {
			t.Errorf("position %q", position)
		}
		if strings.HasPrefix(position, "EUR") {
			r.Press("tab")
		}
		r.OnSmallScreens("spent 7.00 USD", "refunds taken off", "0.00 ┼", v.charts.Since.Format(dayLayout), "by merchant", "Shop",
			"6.00 USD", "evil", "1.00 USD", "99 % less than in the 30 days before, 1,000.00 USD")
		r.Hides("Shop 5 ", "\x1b[2J")
		r.Press("tab")
		r.OnSmallScreens("spent 3.00 EUR", "nothing in the 30 days before")
		if view := ui.ASCII(ansi.Strip(v.View(80, 21))); strings.ContainsAny(view, "┤┼─│╭╮╰╯█░━╸") ||
			!strings.Contains(view, "#") || !strings.Contains(view, "==") {
			t.Errorf("not ASCII:\n%s", view)
		}
		for _, size := range screentest.TestSizes {
			screentest.Fits(t, v, size[0], size[1])
		}
	})
}

// TestSpendingCountsAPurchaseOnce: one that settles on a later page than it was authorized on takes its place, and one that failed goes.
func TestSpendingCountsAPurchaseOnce(t *testing.T) {
	state := func(id, status, amount string, at time.Time) client.Record {
		return client.Record{Profile: "fin", Kind: client.RecordAuthorizations, ID: id, CardID: screentest.AdsCard().ID, Type: "auth",
			Status: status, Stage: screentest.Stages[status], At: at,
			Amount: screentest.Usd(amount), Merchant: client.Merchant{Name: "Shop " + id}}
	}
	screentest.InBubble(t, func(r *screentest.Rig) {
		now := time.Now()
		screentest.KeepRecords(r, state("a", "authorized", "10", now), state("b", "authorized", "70", now), state("a", "succeed", "9", now),
			state("b", "failed", "70", now), state("c", "succeed", "1", now)).Size = 2
		r.Open(NewSpending(r.Env, screentest.AdsCard()))
		r.OnSmallScreens("spent 10.00 USD", "Shop a", "9.00 USD", "Shop c", "1.00 USD")
		r.Hides("Shop b", "19.00 USD", "80.00 USD")
	})
}

func TestSpendingOfAnAccountWhoseIssuerListsOneCardAtATime(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		paid := client.Record{Profile: "fin", Kind: client.RecordHistory, ID: "txn_1", CardID: screentest.AdsCard().ID, Status: "completed",
			At: time.Now(), Amount: screentest.Usd("4")}
		k := screentest.KeepRecords(r, paid)
		k.Kinds, k.NeedsCard = []client.RecordKind{client.RecordHistory}, true
		v := NewSpending(r.Env, screentest.AdsCard())
		r.Open(v)
		r.OnSmallScreens("spent 4.00 USD", "the issuer names no merchants")
		r.Press("A")
		r.OnSmallScreens("spent 4.00 USD")
		if where, _ := v.Title(); where != "fin / all cards / spending" {
			t.Errorf("title %q", where)
		}
		if k.Count("cards") != 1 || k.Last().CardID != screentest.AdsCard().ID {
			t.Errorf("listed cards %d times, then asked for %+v", k.Count("cards"), k.Last())
		}
		k.Set("cards", errors.New("fin: unreachable"))
		r.Press("r")
		r.OnSmallScreens("not all could be read: fin: unreachable", "r tries again")
		r.Press("A")
		r.Shows("spent 4.00 USD")
	})
}

func TestSpendingReadsAllPagesUpToALimit(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewSpending(r.Env, screentest.AdsCard()).over(endless{r.Issuer}))
		r.OnSmallScreens("only the newest 20000 records were read")
		r.Screen.(*Spending).Close()
	})
	screentest.InBubble(t, func(r *screentest.Rig) { // nobody is there to look at it
		r.Env.Locked = true
		r.Open(NewSpending(r.Env, screentest.AdsCard()).over(endless{r.Issuer}))
		r.OnSmallScreens("reading stopped when the program locked", "r tries again")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		screentest.KeepRecords(r)
		v := NewSpending(r.Env, screentest.AdsCard())
		r.Open(v)
		r.OnSmallScreens("nothing was spent from")
	})
}

// over replaces who is asked.
func (v *Spending) over(issuer client.Issuer) *Spending {
	v.Account.Issuer = issuer
	return v
}

// endless always has another page.
type endless struct{ *screentest.FakeIssuer }

func (endless) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordAuthorizations}, false
}

func (endless) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	page := client.RecordPage{Total: -1, More: true}
	for n := range 1000 {
		record := screentest.Authorization(0, "auth", "succeed", "1")
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
	styles := ui.NewStyles(ui.Look{Theme: ui.Mono})
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	days := func(amounts ...string) (days []statement.Spent) {
		for i, a := range amounts {
			days = append(days, statement.Spent{Day: day.AddDate(0, 0, i), Amount: screentest.Usd(a)})
		}
		return days
	}
	for _, c := range []struct {
		days []statement.Spent
		want []string
	}{
		{days("0", "0"), []string{"1.00 ┤", "0.50 ┤", "0.00 ┼"}},
		{days("14.25", "3"), []string{"20.00 ┤", "10.00 ┤", "█", "01 Nov"}},
		{days("100"), []string{"100.00 ┤██", "50.00 ┤██"}},
		{days("0.03"), []string{"0.05 ┤"}},
		{days("20", "-8.05"), []string{"20.00 ┤", "more came back than was spent on 02 Nov (−8.05 USD)"}},
		{days("-1"), []string{"1.00 ┤", "more came back than was spent on 01 Nov (−1.00 USD)"}},
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

func TestSpendingComparedWithTheDaysBefore(t *testing.T) {
	for _, c := range []struct{ total, before, want string }{
		{"10", "0", "nothing in the 30 days before"},
		{"10", "-5", "more came back than was spent in the 30 days before"},
		{"100", "100", "as much as in the 30 days before, 100.00 USD"},
		{"100.10", "100", "about as much as in the 30 days before, 100.00 USD"},
		{"150", "100", "50 % more than in the 30 days before, 100.00 USD"},
	} {
		if got := compared(&statement.Chart{Total: screentest.Usd(c.total), Before: screentest.Usd(c.before)}); got != c.want {
			t.Errorf("%s after %s: %q", c.total, c.before, got)
		}
	}
}
