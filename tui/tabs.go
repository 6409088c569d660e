package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/account"
	"cardwallet/tui/activity"
	"cardwallet/tui/cards"
	"cardwallet/tui/codes"
	"cardwallet/tui/frame"
	"cardwallet/tui/ui"
)

// The tabs in their order.
const (
	cardsTab = iota
	codesTab
	activityTab
	accountsTab
)

// staleAfter is how old an account's list may be where nothing says how often it is read.
const staleAfter = 15 * time.Minute

// bar is the title bar.
func (m *Model) bar() frame.Bar {
	k := m.env.Keys
	unknown := m.env.Moves.Unknown()
	where, position := m.front().Title()
	live := m.live()
	bar := frame.Bar{Badges: m.badges(), Front: m.tab(), Place: where, Position: position, Live: live, Tabs: []frame.Tab{
		{Key: k.CardsTab.Help().Key, Name: "Cards", Count: m.cards.Count(), Kept: 3},
		{Key: k.CodesTab.Help().Key, Name: "Codes", Count: live, Kept: 2, Always: true},
		{Key: k.ActivityTab.Help().Key, Name: "Activity", Count: len(m.env.Moves.Open), Alert: unknown, Kept: 1, Always: true},
		{Key: k.AccountsTab.Help().Key, Name: "Accounts"},
	}}
	if name := bar.Tabs[bar.Front].Name; where == strings.ToLower(name) {
		bar.Place = name
	}
	for _, state := range m.cards.Accounts() {
		bar.Accounts = append(bar.Accounts, m.health(state))
	}
	return bar
}

func (m *Model) health(state cards.AccountState) frame.Account {
	now := m.env.Now()
	a := frame.Account{Name: ui.Safe(state.Profile)}
	most := staleAfter
	if m.env.Refresh > 0 {
		most = 3 * m.env.Refresh
	}
	old := !state.At.IsZero() && now.Sub(state.At) > most
	if old || state.Problem != "" && !state.At.IsZero() {
		a.As = state.At.In(now.Location()).Format("15:04")
	}
	switch {
	case state.Reading:
		a.Health, a.As = frame.Reading, ""
	case state.Problem != "":
		a.Health = frame.Failed
	case old || state.At.IsZero():
		a.Health = frame.Stale
	}
	return a
}

// live is how many codes are alive.
func (m *Model) live() int { return len(m.env.Codes.Live(m.env.Now())) }

// tab is the one that the person is in: the newest that is open.
func (m *Model) tab() int {
	for i := len(m.stack) - 1; i > 0; i-- {
		if tab := tabOf(m.stack[i]); tab != cardsTab {
			return tab
		}
	}
	return cardsTab
}

// tabOf is the tab that a screen is, that of the cards for all others.
func tabOf(s ui.Screen) int {
	switch s.(type) {
	case *activity.Activity:
		return activityTab
	case *account.Accounts:
		return accountsTab
	case *codes.Codes:
		return codesTab
	}
	return cardsTab
}

// isTab reports whether the screen in front is a tab, and nothing in it.
func (m *Model) isTab() bool { return len(m.stack) == 1 || tabOf(m.front()) != cardsTab }

// openTab closes what is open and opens a tab.
func (m *Model) openTab(tab int) tea.Cmd {
	if m.isTab() && m.tab() == tab && (tab != codesTab || isFeed(m.front())) {
		return nil
	}
	closed, ok := m.home()
	if !ok {
		return closed
	}
	switch tab {
	case codesTab:
		return tea.Batch(closed, m.feed())
	case activityTab:
		return tea.Batch(closed, openOnce(m, activity.NewActivity))
	case accountsTab:
		return tea.Batch(closed, openOnce(m, account.NewAccounts))
	}
	return closed
}

// crumbs is the line that says where a screen is that is no tab; shown is false where there is none.
func (m *Model) crumbs() (line string, shown bool) {
	if m.isTab() || m.width < ui.PeekWidth || m.height < boxMinHeight || m.boxed(len(m.stack)-1) > 0 {
		return "", false
	}
	where, position := m.front().Title()
	tab := m.bar().Tabs[m.tab()].Name
	return frame.Crumbs(m.env.Styles, tab, where, position, m.width), true
}

// bodyArea is where the screen in front is drawn.
func (m *Model) bodyArea() ui.Area {
	top := 1
	if _, shown := m.crumbs(); shown {
		top++
	}
	return ui.Area{Y: top, Width: m.width, Height: m.height - top - foot}
}
