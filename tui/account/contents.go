package account

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/holder"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// contents are what an account has beside its balances.
type contents int

const (
	nothing contents = iota
	deposits
	holders
)

func (c contents) String() string { return [...]string{"balances", "deposits", "holders"}[c] }

func contentsOf(account client.Account) contents {
	switch account.Issuer.(type) {
	case client.Depositor:
		return deposits
	case client.HolderLister:
		return holders
	}
	return nothing
}

// Account is one account: its deposits at Aurex and Linora, its holders at FinHub.
type Account struct {
	env      *screen.Env
	account  client.Account
	has      contents
	deposits ui.Rows[client.Deposit]
	holders  ui.Rows[client.Holder]
	reading  bool
	read     bool
	err      error
	preview  screen.Preview
}

// newAccount returns the screen of an account.
func newAccount(env *screen.Env, account client.Account) *Account {
	return &Account{env: env, account: account, has: contentsOf(account),
		deposits: ui.NewRows(func(a, b client.Deposit) bool { return a.ID == b.ID }, func(d client.Deposit, add func(string)) {
			for _, text := range []string{d.ID, d.Asset, words.OfDeposit(d).Word, d.Amount.String()} {
				add(text)
			}
		}),
		holders: ui.NewRows(func(a, b client.Holder) bool { return a.ID == b.ID }, func(h client.Holder, add func(string)) {
			for _, text := range []string{h.ID, holderName(h), words.OfHolder(h).Word, h.Email, h.Country} {
				add(text)
			}
		})}
}

func (a *Account) list() *ui.List {
	if a.has == deposits {
		return &a.deposits.List
	}
	return &a.holders.List
}

// Init reads what the account has, also when it is opened anew.
func (a *Account) Init() tea.Cmd {
	a.reading, a.preview = false, screen.Preview{} // an answer that came while it was not open was dropped, and so was the end of a wait
	return a.load()
}

// Update handles keys and answers.
func (a *Account) Update(msg tea.Msg) tea.Cmd { return tea.Batch(a.update(msg), a.follow()) }

func (a *Account) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if !a.CapturesInput() {
			if cmd, taken := ui.Dispatch(a.Actions(), msg); taken {
				return cmd
			}
		}
		cmd, _ := a.list().Update(msg, a.env.Keys)
		return cmd
	case tea.PasteMsg:
		return a.list().Paste(msg)
	case ui.PointMsg:
		a.list().Point(msg, holderTable(a.env.Styles).RowsIn(a.split().ListArea(msg.Width, msg.Height)), 1)
	case screen.DepositedMsg:
		if msg.Profile == a.account.Profile {
			return a.load()
		}
	case screen.MovedMsg:
		if m := msg.Movement; m.Kind == client.MoveHolder && m.Profile == a.account.Profile {
			return a.load()
		}
	}
	return nil
}

// begin are the actions that make something new at the account: a deposit or a holder.
func begin(env *screen.Env, account client.Account) []ui.Action {
	switch {
	case contentsOf(account) == deposits:
		return []ui.Action{newDeposit(env, account)}
	case holder.Makes(account):
		return []ui.Action{holder.Begin(env, account, "")}
	}
	return nil
}

// follow draws what is selected when the cursor rests on it.
func (a *Account) follow() tea.Cmd {
	deposit, _ := a.deposits.Selected()
	holder, _ := a.holders.Selected()
	return a.preview.Follow(a.env.Ctx, a, deposit.ID+holder.ID)
}

func (a *Account) load() tea.Cmd {
	if a.reading {
		return nil
	}
	a.reading = true
	ctx := a.env.Ctx
	switch issuer := a.account.Issuer.(type) {
	case client.Depositor:
		return screen.Ask(a, func() ([]client.Deposit, error) { return issuer.Deposits(ctx) },
			func(got []client.Deposit, err error) tea.Cmd { return onContents(a, &a.deposits, got, err) })
	case client.HolderLister:
		return screen.Ask(a, func() ([]client.Holder, error) { return issuer.Holders(ctx) },
			func(got []client.Holder, err error) tea.Cmd { return onContents(a, &a.holders, got, err) })
	}
	a.reading, a.read = false, true // it has neither
	return nil
}

func onContents[T any](a *Account, rows *ui.Rows[T], got []T, err error) tea.Cmd {
	a.reading, a.read, a.err = false, true, err
	if client.Readable(err) == nil {
		rows.Set(got)
	}
	return a.follow()
}

// summary says in a few words what was read.
func (a *Account) summary() string {
	counts := map[string]int{}
	var order []string
	count := func(word string) {
		if counts[word]++; counts[word] == 1 {
			order = append(order, word)
		}
	}
	for _, d := range a.deposits.All {
		count(words.OfDeposit(d).Word)
	}
	for _, h := range a.holders.All {
		count(words.OfHolder(h).Word)
	}
	for i, word := range order {
		order[i] = fmt.Sprintf("%d %s", counts[word], ui.Safe(word))
	}
	return strings.Join(order, " · ")
}

// Profile is the account's.
func (a *Account) Profile() string { return a.account.Profile }

// Title names the account.
func (a *Account) Title() (where, position string) {
	return ui.Safe(a.account.Profile) + " / " + a.has.String(), a.list().Position()
}

// CapturesInput is true while a filter is typed.
func (a *Account) CapturesInput() bool { return a.list().Filtering() }

// Escape takes the filter away.
func (a *Account) Escape() bool { return a.list().Clear() }

// Prompt is the filter.
func (a *Account) Prompt(width int) string { return a.list().Prompt(width) }

// Actions are what a person can do here.
func (a *Account) Actions() []ui.Action {
	filter := ui.Action{Key: a.env.Keys.Filter, Words: "Filter the " + a.has.String(), Group: ui.ToFind}
	return a.list().Actions(a.env.Keys, append(begin(a.env, a.account), filter, refresh(a.env, a.load))...)
}
