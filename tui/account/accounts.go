// Package account has the screens of accounts: balances, deposits and holders.
package account

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Accounts lists what each account has outside its cards. A row opens to the account's deposits or holders.
type Accounts struct {
	env     *screen.Env
	reading bool
	rows    ui.Rows[accountRow]
}

// NewAccounts returns the list.
func NewAccounts(env *screen.Env) *Accounts { return &Accounts{env: env} }

// Init reads all balances.
func (a *Accounts) Init() tea.Cmd { return a.read() }

// Update handles keys and answers.
func (a *Accounts) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return a.onKey(msg)
	case screen.MovedMsg:
		return a.read()
	}
	return nil
}

func (a *Accounts) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := a.env.Keys
	switch {
	case a.rows.MoveCursor(msg, k):
	case ui.Matches(msg, k.Refresh):
		return a.read()
	case ui.Matches(msg, k.Open):
		if row, ok := a.rows.Selected(); ok {
			return ui.Push(newAccount(a.env, row.account))
		}
	}
	return nil
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
	a.reading = false
	a.rows.Set(rows)
	return nil
}

// accountRow is one balance, or an account that did not answer or has none.
type accountRow struct {
	account client.Account
	funds   client.Funds
	err     error
}

func rowsOf(results []client.Result[[]client.Funds]) []accountRow {
	var rows []accountRow
	for _, r := range results {
		if r.Err != nil || len(r.Value) == 0 {
			rows = append(rows, accountRow{account: r.Account, err: r.Err})
		}
		for _, f := range r.Value { // beside an error about some of them
			rows = append(rows, accountRow{account: r.Account, funds: f})
		}
	}
	return rows
}

// Title says how many balances there are.
func (a *Accounts) Title() (where, position string) {
	return "accounts", a.rows.Position()
}

// Actions are what a person can do here.
func (a *Accounts) Actions() []ui.Action { return ui.Bound(a.bindings()...) }

func (a *Accounts) bindings() []key.Binding {
	k := a.env.Keys
	return []key.Binding{k.Open, k.Refresh, k.Up, k.Down}
}

// View draws one line for each balance.
func (a *Accounts) View(width, height int) string {
	selected, ok := a.rows.Selected()
	if !ok {
		return ui.Body([]string{"", "  " + a.env.Styles.Muted.Render("reading the balances…")}, width, height)
	}
	columns := []ui.Column{
		{Min: 7, Max: 14, Title: "profile"}, {Min: 10, Max: 16, Rank: 3, Title: "account"},
		{Min: 6, Max: 8, Rank: 2, Title: "kind"}, {Min: 15, Max: 18, Title: "available", Right: true},
		{Min: 12, Max: 18, Rank: 2, Title: "pending", Right: true}, {Min: 12, Max: 18, Rank: 2, Title: "in cards", Right: true},
		{Min: 12, Max: 18, Rank: 2, Title: "frozen", Right: true}, {Min: 12, Max: 18, Rank: 4, Title: "total", Right: true},
	}
	return ui.Table[accountRow]{Styles: a.env.Styles, Columns: columns,
		Cells: func(r accountRow, _ []int) []ui.Cell { return a.cells(r) },
		Foot:  func(w []int) []string { return a.foot(selected, w, width) }}.View(&a.rows, width, height)
}

// foot says about the selected balance what the table has no room for at this width. If the balance could not be read, foot says what to
// do.
func (a *Accounts) foot(r accountRow, w []int, width int) []string {
	if r.err != nil {
		return ui.ProblemLines(a.env.Styles, "", r.err, width)
	}
	f := r.funds
	name := ui.Safe(f.Name)
	if name == string(f.Kind) { // which can be read above
		name = ""
	}
	return cutLines(a.env.Styles, width, []cutValue{
		{"account", name, w[1]}, {"pending", ui.Safe(f.Pending.Shown()), w[4]}, {"in cards", ui.Safe(f.InCards.Shown()), w[5]},
		{"frozen", ui.Safe(f.Frozen.Shown()), w[6]}, {"total", ui.Safe(f.Total.Shown()), w[7]},
	})
}

// cutValue is a value and how many cells its column has, 0 where it has none.
type cutValue struct {
	label, value string
	cells        int
}

// cutLines are lines with the values that did not fit into their columns. The others can be read in the table.
func cutLines(s *ui.Styles, width int, values []cutValue) []string {
	var parts []string
	for _, v := range values {
		if ui.Width(v.value) > v.cells {
			parts = append(parts, v.label+" "+v.value)
		}
	}
	return ui.FootLines(s, parts, width)
}

func (a *Accounts) cells(r accountRow) []ui.Cell {
	s := a.env.Styles
	if r.err != nil {
		what, _ := ui.Problem(r.err)
		return []ui.Cell{{Text: ui.Safe(r.account.Profile)}, {Text: "! " + what, Style: &s.Bad, Wide: true}}
	}
	f := r.funds
	cells := []ui.Cell{{Text: ui.Safe(r.account.Profile)}, {Text: ui.Safe(f.Name)}, {Text: ui.Safe(string(f.Kind)), Style: &s.Muted}}
	for _, m := range []client.Money{f.Available, f.Pending, f.InCards, f.Frozen, f.Total} {
		cells = append(cells, ui.Cell{Text: ui.Safe(m.Shown())})
	}
	return cells
}

// Account is one account: its deposits at Aurex and Linora, its holders at FinHub.
type Account struct {
	env      *screen.Env
	account  client.Account
	deposits ui.Rows[client.Deposit]
	holders  ui.Rows[client.Holder]
	reading  bool
	read     bool
	err      error
}

// newAccount returns the screen of an account.
func newAccount(env *screen.Env, account client.Account) *Account {
	return &Account{env: env, account: account}
}

// Init reads what the account has.
func (a *Account) Init() tea.Cmd { return a.load() }

// Update handles keys and answers.
func (a *Account) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return a.onKey(msg)
	case screen.DepositedMsg:
		if msg.Profile == a.account.Profile {
			return a.load()
		}
	}
	return nil
}

func (a *Account) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := a.env.Keys
	switch {
	case a.takesDeposits() && a.deposits.MoveCursor(msg, k), a.holders.MoveCursor(msg, k):
	case ui.Matches(msg, k.Refresh):
		return a.load()
	case ui.Matches(msg, k.NewDeposit) && a.takesDeposits():
		return ui.Push(NewDeposit(a.env, a.account))
	}
	return nil
}

func (a *Account) takesDeposits() bool {
	_, ok := a.account.Issuer.(client.Depositor)
	return ok
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
	return nil
}

// Profile is the account's.
func (a *Account) Profile() string { return a.account.Profile }

// Title names the account.
func (a *Account) Title() (where, position string) {
	what, position := "holders", a.holders.Position()
	if a.takesDeposits() {
		what, position = "deposits", a.deposits.Position()
	}
	return "accounts / " + ui.Safe(a.account.Profile) + " / " + what, position
}

// Actions are what a person can do here.
func (a *Account) Actions() []ui.Action { return ui.Bound(a.bindings()...) }

func (a *Account) bindings() []key.Binding {
	k := a.env.Keys
	if a.takesDeposits() {
		return []key.Binding{k.NewDeposit, k.Refresh, k.Up, k.Down}
	}
	return []key.Binding{k.Refresh, k.Up, k.Down}
}
