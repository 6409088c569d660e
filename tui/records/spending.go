package records

import (
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

const (
	spendingDays  = 30
	spendingLimit = 20_000 // records that are read at most
)

var errLockedMeanwhile = errors.New("reading stopped when the program locked")

// Spending draws what was spent in the last 30 days with a card, or with all cards of its account: by day, by merchant, and beside the 30
// days before. What came back is taken off on the day on which it came. There is a chart for each currency.
type Spending struct {
	screen.OfCard
	whole bool // all cards of the account

	lifetime

	reading *statement.SpendingReading
	asking  bool            // a page is on its way
	err     error           // why nothing more is read
	cut     bool            // there are more records than are read
	untold  []client.Record // of the card that is read; the list of cards has not heard of them

	charts statement.Charts
	at     int // the chart shown
}

// PushSpending opens what was spent with a card, or says that its issuer keeps no records.
func PushSpending(env *screen.Env, card client.Card) tea.Cmd {
	if !KeepsRecords(env, card) {
		return PushRecords(env, card)
	}
	return ui.Push(NewSpending(env, card))
}

// NewSpending returns the charts of a card. The issuer of its account must be a client.Recorder.
func NewSpending(env *screen.Env, card client.Card) *Spending {
	return &Spending{OfCard: screen.NewOfCard(env, card)}
}

// Init reads the records of the last days.
func (v *Spending) Init() tea.Cmd { return v.reload() }

// Update handles keys, and another name of the card.
func (v *Spending) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		cmd, _ := ui.Dispatch(v.Actions(), msg)
		return cmd
	case screen.NamedMsg:
		v.OnNamed(msg)
	}
	return nil
}

// next shows the chart of the next currency.
func (v *Spending) next() tea.Cmd {
	v.at = (v.at + 1) % len(v.charts.ByCurrency)
	return nil
}

// widen goes from one card to all of the account, and back.
func (v *Spending) widen() tea.Cmd {
	v.whole = !v.whole
	return v.reload()
}

// reload reads all anew.
func (v *Spending) reload() tea.Cmd {
	if v.end != nil {
		v.end()
	}
	v.lifetime = newLifetime(v.Env)
	v.asking = false // what is on its way is for the reading before
	v.charts, v.at, v.untold, v.cut = statement.LastDays(v.Env.Now(), spendingDays), 0, nil, false
	v.charts.Start = v.charts.Since.AddDate(0, 0, -spendingDays)
	id := v.Card.ID
	if v.whole {
		id = ""
	}
	if v.reading, v.err = statement.NewSpendingReading(v.Account, id, v.charts.Start); v.err != nil {
		return nil
	}
	return v.readOn()
}

// readOn reads the next page.
func (v *Spending) readOn() tea.Cmd {
	v.asking = true
	reading, ctx, next := v.reading, v.ctx, v.reading.Next()
	return screen.Ask(v, func() (func() ([]client.Record, error), error) { return next(ctx), nil },
		func(take func() ([]client.Record, error), _ error) tea.Cmd {
			if reading != v.reading { // which was given up
				return nil
			}
			return v.onRecords(take())
		})
}

func (v *Spending) onRecords(fresh []client.Record, err error) tea.Cmd {
	v.asking = false
	v.charts.Add(fresh)
	v.at = max(0, min(v.at, len(v.charts.ByCurrency)-1))
	v.untold = append(v.untold, fresh...)
	switch more := v.reading.More(); {
	case err != nil:
		v.err = err
		return nil
	case v.Env.Locked && more:
		v.err = errLockedMeanwhile
		return nil
	case v.reading.Read >= spendingLimit && more:
		v.cut = true
		return nil
	case !v.reading.Whole():
		return v.readOn()
	case more:
		return tea.Batch(v.tell(), v.readOn())
	}
	return v.tell()
}

// tell tells the list of cards what was spent with the cards whose records were read.
func (v *Spending) tell() tea.Cmd {
	records := v.untold
	v.untold = nil
	return tellSpent(records, v.charts.Since, v.charts.Until)
}

// busy says what is being read, or nothing.
func (v *Spending) busy() string {
	switch {
	case !v.asking:
		return ""
	case v.reading.Listing:
		return "listing the cards of the account…"
	case v.reading.Cards > 0:
		return fmt.Sprintf("reading card %d of %d…", v.reading.Card, v.reading.Cards)
	}
	return fmt.Sprintf("reading page %d, %d records so far…", v.reading.Page(), v.reading.Read)
}

// Title names the card, or the account.
func (v *Spending) Title() (where, position string) {
	where, _ = v.TitleOf(v.whole)
	if charts := v.charts.ByCurrency; len(charts) > 1 {
		position = fmt.Sprintf("%s, %d of %d", ui.Safe(charts[v.at].Currency), v.at+1, len(charts))
	}
	return where + " / spending", position
}

// Actions are what a person can do here.
func (v *Spending) Actions() []ui.Action {
	k := v.Env.Keys
	all := ui.Action{Key: k.AllCards, Words: "Spending with all cards of " + ui.Safe(v.Profile()), Group: ui.ToLook, Run: v.widen}
	if v.whole {
		all.Key, all.Words = ui.Named(k.AllCards, "this card"), "Spending with this card only"
	}
	var actions []ui.Action
	if len(v.charts.ByCurrency) > 1 {
		actions = append(actions, ui.Action{Key: ui.Named(k.NextPart, "next currency"), Words: "Next currency", Group: ui.ToLook, Run: v.next})
	}
	return append(actions, all,
		ui.Action{Key: k.Transactions, Words: "Transactions", Group: ui.ToLook, Run: func() tea.Cmd { return PushRecords(v.Env, v.Card) }},
		ui.Action{Key: k.Refresh, Words: "Read what was spent again", Group: ui.OfProgram, Run: v.reload})
}

// The line in the list of cards for what was spent with one has SparkCells cells, each for two of the last days.
const (
	SparkCells = spendingDays / 2
	SparkLevel = 7 // the highest
)

// tellSpent works out, outside Update, the line of each card that has records among these. since is the midnight that begins the first day.
func tellSpent(records []client.Record, since, until time.Time) tea.Cmd {
	return func() tea.Msg {
		byCard := map[string][]client.Record{}
		for _, r := range records {
			if r.CardID != "" {
				card := client.Card{Profile: r.Profile, ID: r.CardID}.Key()
				byCard[card] = append(byCard[card], r)
			}
		}
		msg := screen.SpentMsg{}
		for card, own := range byCard {
			if totals := statement.Totals(own); len(totals) == 1 { // amounts of two currencies do not go into one line
				msg[card] = sparkLevels(statement.SpentByDay(own, totals[0].Currency, since, until))
			}
		}
		return msg
	}
}

// sparkLevels are relative to the most that was spent in two days.
func sparkLevels(days []statement.Spent) []int {
	cells := make([]decimal.Decimal, SparkCells)
	most := decimal.Zero
	for i, day := range days {
		at := min(i/2, SparkCells-1)
		cells[at] = cells[at].Add(day.Amount.Amount)
		most = decimal.Max(most, cells[at])
	}
	levels := make([]int, SparkCells)
	for i, amount := range cells {
		levels[i] = (ui.Share(amount, most)*SparkLevel + 999) / 1000
	}
	return levels
}
