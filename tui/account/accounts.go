// Package account has the screens of accounts: balances, deposits and holders.
package account

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Accounts lists what each account has outside its cards. A row opens to the account's deposits or holders.
type Accounts struct {
	env     *screen.Env
	reading bool
	at      time.Time // when the balances were read last
	rows    ui.Rows[accountRow]
	preview screen.Preview
	opened  map[string]*Account // by profile, with what they have read
}

// NewAccounts returns the list.
func NewAccounts(env *screen.Env) *Accounts {
	return &Accounts{env: env, rows: ui.NewRows(accountRow.same, nil), opened: map[string]*Account{}}
}

// Init reads all balances.
func (a *Accounts) Init() tea.Cmd { return a.read() }

// Update handles keys and answers.
func (a *Accounts) Update(msg tea.Msg) tea.Cmd { return tea.Batch(a.update(msg), a.follow()) }

func (a *Accounts) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if cmd, taken := ui.Dispatch(a.Actions(), msg); taken {
			return cmd
		}
		a.rows.MoveCursor(msg, a.env.Keys)
	case ui.PointMsg:
		if a.rows.Point(msg, a.table().RowsIn(a.split().ListArea(msg.Width, msg.Height)), 1) {
			return a.open().Begin()
		}
	case screen.MovedMsg:
		return a.read()
	}
	return nil
}

// follow draws what is selected when the cursor rests on it.
func (a *Accounts) follow() tea.Cmd {
	row, _ := a.rows.Selected()
	return a.preview.Follow(a.env.Ctx, a, row.key())
}

func (a *Accounts) read() tea.Cmd {
	if a.reading {
		return nil
	}
	a.reading = true
	ctx, wallet := a.env.Ctx, a.env.Wallet
	return screen.Ask(a, func() ([]accountRow, error) { return rowsOf(wallet.Funds(ctx)), nil }, a.onRows)
}

func (a *Accounts) onRows(rows []accountRow, _ error) tea.Cmd {
	a.reading, a.at = false, a.env.Now()
	a.rows.Set(rows)
	return a.follow()
}

// open shows what the selected account has. It was read before where it was open before.
func (a *Accounts) open() ui.Action {
	row, ok := a.rows.Selected()
	profile, what := ui.Safe(row.account.Profile), contentsOf(row.account)
	open := ui.Action{Key: ui.Named(a.env.Keys.Open, what.String()), Words: "Open the " + what.String() + " of " + profile, Group: ui.ToLook}
	switch {
	case !ok:
	case what == nothing:
		open.Key, open.Words, open.Reason = a.env.Keys.Open, "Open "+profile, profile+" has neither deposits nor holders here"
	default:
		open.Run = func() tea.Cmd {
			if a.opened[row.account.Profile] == nil {
				a.opened[row.account.Profile] = newAccount(a.env, row.account)
			}
			return ui.Push(a.opened[row.account.Profile])
		}
	}
	return open
}

// accountRow is one balance, or an account that did not answer or has none.
type accountRow struct {
	account client.Account
	funds   client.Funds
	err     error
	first   bool // of its account
}

func (r accountRow) key() string {
	if r.err != nil {
		return r.account.Profile + " !"
	}
	return r.account.Profile + " " + r.funds.ID + " " + r.funds.Name
}

func (r accountRow) same(other accountRow) bool { return r.key() == other.key() }

func rowsOf(results []client.Result[[]client.Funds]) []accountRow {
	var rows []accountRow
	for _, r := range results {
		before := len(rows)
		if r.Err != nil || len(r.Value) == 0 {
			rows = append(rows, accountRow{account: r.Account, err: r.Err})
		}
		for _, f := range r.Value { // beside an error about some of them
			rows = append(rows, accountRow{account: r.Account, funds: f})
		}
		rows[before].first = true
	}
	return rows
}

// Title says how many balances there are.
func (a *Accounts) Title() (where, position string) {
	return "accounts", a.rows.Position()
}

// Actions are what a person can do here.
func (a *Accounts) Actions() []ui.Action {
	k := a.env.Keys
	var actions []ui.Action
	if row, ok := a.rows.Selected(); ok {
		actions = append([]ui.Action{a.open()}, begin(a.env, row.account)...)
	}
	return a.rows.Actions(k, append(actions, refresh(a.env, a.read))...)
}

// newDeposit asks for a deposit to an account that takes them.
func newDeposit(env *screen.Env, account client.Account) ui.Action {
	return ui.Action{Key: ui.Named(env.Keys.New, "new deposit"), Words: "New deposit to " + ui.Safe(account.Profile), Group: ui.ToMove,
		Run: func() tea.Cmd { return ui.Push(NewDeposit(env, account)) }}
}

func refresh(env *screen.Env, read func() tea.Cmd) ui.Action {
	return ui.Action{Key: env.Keys.Refresh, Words: "Read again", Group: ui.OfProgram, Run: read}
}
