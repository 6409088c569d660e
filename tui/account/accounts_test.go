package account

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// bank is an issuer with deposits.
type bank struct {
	*screentest.FakeIssuer
	requested []client.Money
	listed    []client.Deposit
	err       error
}

func (b *bank) DepositAssets() []string { return []string{"USDC", "SOL"} }

func (b *bank) Deposits(context.Context) ([]client.Deposit, error) { return b.listed, nil }

func (b *bank) RequestDeposit(_ context.Context, amount client.Money, asset string) (client.Deposit, error) {
	b.requested = append(b.requested, amount)
	if b.err != nil {
		return client.Deposit{}, b.err
	}
	d := client.Deposit{Profile: "ads", ID: "dep_1", Amount: amount, Net: screentest.Usd("95"), Asset: asset, Status: "waiting",
		Address: strings.Repeat("A1B2C3D4", 5), ExpiresAt: time.Now().Add(time.Hour)}
	b.listed = append(b.listed, d)
	return d, nil
}

// registry is an issuer with holders.
type registry struct{ *screentest.FakeIssuer }

func (registry) Holders(context.Context) ([]client.Holder, error) {
	return []client.Holder{{ID: "3983111760509825395", FirstName: "Ana", LastName: "So\x1b[31muza", Status: "pass_audit", AreaCode: "+55",
		Mobile: "971385284", Type: "B2C"}, {ID: "8", FirstName: "Kim", Status: "reject", Barred: "was refused"}}, nil
}

func withBank(r *screentest.Rig) (*bank, client.Account) {
	b := &bank{FakeIssuer: screentest.NewFakeIssuer()}
	b.TheFunds = []client.Funds{{Name: "main", Kind: client.FundsWallet, Available: screentest.Usd("1500"), Pending: screentest.Usd("25"),
		InCards: screentest.Usd("300")}}
	ads := client.Account{Profile: "ads", Kind: "aurex", Issuer: b}
	fin := client.Account{Profile: "fin", Kind: "finhub", Issuer: registry{r.Issuer}}
	r.Env.Wallet = client.NewWallet(fin, ads)
	return b, ads
}

func TestAccountsTellTheRestOfTheSelectedOne(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		bank, _ := withBank(r)
		bank.TheFunds[0].Frozen, bank.TheFunds[0].Total = screentest.Usd("9"), screentest.Usd("1834")
		r.Issuer.Errs["funds"] = errors.New("fin: read balances: unreachable\ncheck the network")
		r.Open(NewAccounts(r.Env))
		if view := ansi.Strip(r.Screen.View(60, 13)); !strings.Contains(view, "check the network") || strings.Contains(view, "frozen 9.00") {
			t.Errorf("not what to do about the selected account:\n%s", view)
		}
		r.Press("G")
		view := ansi.Strip(r.Screen.View(60, 13))
		if !strings.Contains(view, "── ads at Aurex · main ──") || strings.Contains(view, "total") {
			t.Errorf("before the cursor rests:\n%s", view)
		}
		r.Tick(time.Second)
		if view := ansi.Strip(r.Screen.View(60, 13)); !strings.Contains(view, "frozen 9.00 USD · total 1,834.00 USD") {
			t.Errorf("what has no column is not told:\n%s", view)
		}
		for size, want := range map[[2]int]string{{80, 21}: "offers top up · withdraw", {120, 33}: "│ offers      top up, withdraw"} {
			if view := ansi.Strip(r.Screen.View(size[0], size[1])); !strings.Contains(view, want) {
				t.Errorf("no %q:\n%s", want, view)
			}
		}
	})
}

func TestAccounts(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		withBank(r)
		r.Issuer.Errs["funds"] = errors.New("fin: read balances: unreachable\ncheck the network")
		accounts := NewAccounts(r.Env)
		r.Open(accounts)
		r.Shows("ads", "1,500.00 USD", "25.00 USD", "300.00 USD", "✕ read balances: unreachable")
		for _, size := range [][2]int{{60, 13}, {120, 36}} {
			view := ansi.Strip(r.Screen.View(size[0], size[1]))
			if !strings.Contains(view, "1,500.00 USD") {
				t.Errorf("%v lacks the balance:\n%s", size, view)
			}
			for line := range strings.Lines(view) {
				if ui.Width(strings.TrimRight(line, "\n")) > size[0] {
					t.Errorf("%v: too wide: %q", size, line)
				}
			}
		}
		r.Press("enter") // fin, which has holders
		pushed := screentest.Got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatalf("pushed %v", pushed)
		}
		r.Open(pushed[0].Screen)
		r.Shows("Ana Souza", "✓ approved", "Kim", "✕ refused")
		for size, want := range map[[2]int]string{
			{120, 33}: "╭─ Holders of fin ", {200, 47}: "│ mobile      +55 971385284", {80, 21}: "── Ana Souza ──",
		} {
			if view := ansi.Strip(r.Screen.View(size[0], size[1])); !strings.Contains(view, want) {
				t.Errorf("no %q:\n%s", want, view)
			}
		}
		if small := ansi.Strip(r.Screen.View(60, 13)); !strings.Contains(small, "holder 3983111760509825395") ||
			!strings.Contains(small, "mobile +55 971385284") {
			t.Errorf("a small screen does not tell the holder's id:\n%s", small)
		}
		r.Press("n")
		if len(screentest.Got[ui.PushMsg](r)) != 1 {
			t.Error("a deposit at an issuer without deposits")
		}
		r.Press("/", "k", "i", "m", "enter")
		r.Shows("Kim")
		r.Hides("Ana")
		if r.Screen.(*Account).Escape(); !strings.Contains(r.View(), "Ana") {
			t.Error("esc does not take the filter away")
		}
		r.Open(accounts)
		r.Press("up")
		r.Tick(time.Second)
		if view := ansi.Strip(r.Screen.View(120, 33)); !strings.Contains(view, "│ holders     1 approved · 1 refused") {
			t.Errorf("what was read of the account is not told:\n%s", view)
		}
	})
}

func TestDeposit(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		b, ads := withBank(r)
		r.Open(NewDeposit(r.Env, ads))
		r.Press("1", "0", "0", "x", "enter")
		r.Shows("100x", "only digits")
		r.Press("backspace", "enter")
		r.OnSmallScreens("amount 100.00 USD", "worth 100.00 USD, to be sent in USDC; one USDC is taken to be one dollar",
			"y request the address, once esc change the amount", "no other key confirms")
		if leave := r.Screen.(ui.Leaver).Leave(); leave != "change the amount" {
			t.Errorf("the key line says %q", leave)
		}
		r.Press("n")
		if len(b.requested) != 0 {
			t.Fatal("requested without a y")
		}
		r.Press("y")
		if len(b.requested) != 1 || b.requested[0].String() != "100.00 USD" {
			t.Fatalf("requested %v", b.requested)
		}
		r.Shows(strings.Repeat("A1B2C3D4", 5), "95.00 USD", "waiting", "60:00", "▀", "lists do not repeat it")
		if view := ansi.Strip(r.Screen.View(60, 13)); !strings.Contains(view, "make the terminal ") || strings.Contains(view, "▀") ||
			!strings.Contains(view, "A1B2") {
			t.Errorf("at 60 by 16:\n%s", view)
		}
		r.Press("c")
		copied := screentest.Got[screen.CopyMsg](r)
		if len(copied) != 1 || copied[0].What != "address" || copied[0].Value.RevealString() != strings.Repeat("A1B2C3D4", 5) {
			t.Errorf("copied %v", copied)
		}
		if len(screentest.Got[screen.DepositedMsg](r)) != 1 {
			t.Error("the list was not told")
		}
		r.Tick(time.Hour)
		r.Shows("expired: request another one")
		r.Open(newAccount(r.Env, ads))
		r.Shows("dep_1", "waiting", "100.00 USD", "USDC")
	})
}

// TestDepositsInCoinsNameNoCoins: an amount is in dollars, and nothing on the screen makes coins of them.
func TestDepositsInCoinsNameNoCoins(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		b, ads := withBank(r)
		r.Open(NewDeposit(r.Env, ads))
		r.Press("1", "0", "0", "tab", "enter")
		r.OnSmallScreens("worth 100.00 USD, to be sent in SOL; the issuer's answer does not say how many SOL", "request the address, once")
		r.Press("y")
		if len(b.requested) != 1 || b.requested[0].String() != "100.00 USD" || b.listed[0].Asset != "SOL" {
			t.Fatalf("requested %v, %v", b.requested, b.listed)
		}
		r.Shows("worth 100.00 USD", "to be sent in", "the issuer's answer does not", "many SOL")
		r.Hides("00 SOL", "100 SOL")
		r.Open(newAccount(r.Env, ads))
		r.OnSmallScreens("dep_1", "100.00 USD", "SOL")
		r.Hides("00 SOL")
	})
}

func TestDepositThatFails(t *testing.T) {
	for name, tc := range map[string]struct {
		err   error
		maybe bool
	}{
		"refused":     {&client.Error{Kind: client.ErrRefused, Status: 400, Message: "currency must be SOL"}, false},
		"not sent":    {&client.Error{Kind: client.ErrUnreachable, NotSent: true}, false},
		"no answer":   {&client.Error{Kind: client.ErrUnreachable}, true},
		"wrong words": {&client.Error{Kind: client.ErrGarbage}, true},
	} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			b, ads := withBank(r)
			b.err = tc.err
			r.Open(NewDeposit(r.Env, ads))
			r.Press("2", "5", "enter", "y")
			r.Shows("25")
			if maybe := strings.Contains(r.View(), "it may have been requested all the same"); maybe != tc.maybe {
				t.Errorf("%s:\n%s", name, r.View())
			}
			if tc.maybe && strings.Contains(r.View(), "then try again") {
				t.Errorf("%s: what may have been requested is to be tried again:\n%s", name, r.View())
			}
			if len(b.requested) != 1 {
				t.Errorf("%s: requested %v", name, b.requested)
			}
		})
	}
}

func TestDepositOfAReadOnlyProfile(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		b, ads := withBank(r)
		ads.ReadOnly = true
		r.Open(NewDeposit(r.Env, ads))
		r.Press("2", "5", "enter")
		r.Shows("read_only")
		r.Press("y", "enter")
		if len(b.requested) != 0 {
			t.Errorf("requested %v", b.requested)
		}
	})
}

func TestAccountsGroupWhatTheyTell(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		bank, _ := withBank(r)
		bank.TheFunds = append(bank.TheFunds, client.Funds{ID: "2", Name: "euros", Kind: client.FundsWallet,
			Available: client.NewMoney(screentest.Usd("70").Amount, "EUR"), Pending: client.NewMoney(screentest.Usd("0").Amount, "EUR")})
		r.Open(NewAccounts(r.Env))
		view := ansi.Strip(r.Screen.View(120, 33))
		for _, want := range []string{"╰─ in wallets 2,500.00 USD · 70.00 EUR ─", "  ads     main     1,500.00 USD  300.00 USD  25.00 USD",
			"          euros       70.00 EUR                      -"} {
			if !strings.Contains(view, want) {
				t.Errorf("no %q:\n%s", want, view)
			}
		}
		r.Press("G", "n")
		if pushed := screentest.Got[ui.PushMsg](r); len(pushed) != 1 || pushed[0].Screen.(*Deposit).account.Profile != "ads" {
			t.Errorf("pushed %v", pushed)
		}
	})
}

func TestAccountsTakeClicks(t *testing.T) {
	for _, size := range screentest.TestSizes[:3] {
		screentest.InBubble(t, func(r *screentest.Rig) {
			withBank(r)
			r.Size = size
			r.Open(NewAccounts(r.Env))
			r.Click("ads ")
			if row, _ := r.Screen.(*Accounts).rows.Selected(); row.account.Profile != "ads" || len(screentest.Got[ui.PushMsg](r)) != 0 {
				t.Fatalf("%v: %s is selected", size, row.account.Profile)
			}
			r.Click("ads ")
			pushed := screentest.Got[ui.PushMsg](r)
			if len(pushed) != 1 || pushed[0].Screen.(*Account).account.Profile != "ads" {
				t.Fatalf("%v: pushed %v", size, pushed)
			}
			r.Open(newAccount(r.Env, r.Env.Wallet.Accounts()[0]))
			r.Click("Kim")
			if holder, _ := r.Screen.(*Account).holders.Selected(); holder.FirstName != "Kim" {
				t.Errorf("%v: %s is selected", size, holder.FirstName)
			}
		})
	}
}

func TestAnAccountThatDoesNotAnswerSaysSoBesideItsList(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		_, ads := withBank(r)
		a := newAccount(r.Env, ads)
		r.Open(a)
		onContents(a, &a.deposits, nil, &client.Error{Kind: client.ErrUnreachable, Profile: "ads", Op: "list deposits"})
		for _, size := range [][2]int{{60, 13}, {80, 21}, {120, 33}} {
			r.Size = size
			r.Shows("✕ Aurex does not answer", "ads: list deposits: unreachable", "try again")
		}
	})
}

func TestAnAnswerWithOddRecordsIsAnAnswer(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		bank, ads := withBank(r)
		odd := &client.OddRecords{Profile: "ads", Op: "list deposits"}
		a := newAccount(r.Env, ads)
		r.Open(a)
		r.Do(onContents(a, &a.deposits, []client.Deposit{{ID: "dep_7", Amount: screentest.Usd("95"), Asset: "USDC", Status: "waiting"}}, odd))
		r.Tick(time.Second)
		for size, problem := range map[[2]int]string{
			{60, 13}: "not all could be read", {80, 21}: "not all could be read", {120, 33}: "ads: list deposits",
		} {
			r.Size = size
			r.Shows("Deposit of 95.00 USD", problem, "dep_7")
			r.Hides("does not answer")
		}
		r.Issuer.Errs["funds"] = &client.OddRecords{Profile: "fin", Op: "read balances"}
		bank.Errs["funds"] = errors.New("ads: read balances: unreachable")
		r.Open(NewAccounts(r.Env))
		r.Size = [2]int{120, 33}
		r.Shows("✕ fin not all could be read")
		r.Press("G", "k")
		r.Shows("✕ ads does not answer")
	})
}

// TestAnAccountThatIsOpenedAgain draws what is selected, also where it was left before the cursor rested.
func TestAnAccountThatIsOpenedAgain(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		withBank(r)
		a := newAccount(r.Env, r.Env.Wallet.Accounts()[0])
		r.Open(a)
		a.Update(screentest.KeyMsg("j")) // the wait that it begins is dropped with the screen
		r.Open(a)
		r.Tick(time.Second)
		r.Size = [2]int{120, 33}
		r.Shows("│ holder      8 ")
	})
}

// TestAHolderIsBegunFromTheList: the key is there where the issuer makes holders, and the list is read again when one was made.
func TestAHolderIsBegunFromTheList(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		account := client.Account{Profile: "fin", Kind: "finhub", Issuer: making{registry{r.Issuer}}}
		r.Open(newAccount(r.Env, account))
		r.Shows("Ana Souza")
		r.Press("n")
		if pushed := screentest.Got[ui.PushMsg](r); len(pushed) != 1 {
			t.Fatalf("n opens %v", pushed)
		}
		before := r.Screen.(*Account)
		r.Take(screen.MovedMsg{Movement: client.Movement{Kind: client.MoveHolder, Profile: "fin"}})
		if !before.reading {
			t.Error("the list is not read again")
		}
		account.ReadOnly = true
		if a := begin(r.Env, account)[0]; a.Can() || !strings.Contains(a.Reason, "read-only") {
			t.Errorf("read-only: %+v", a)
		}
	})
}

// making is a registry that makes holders.
type making struct{ registry }

func (making) HolderForm(context.Context, string) (holder.Form, error) { return holder.Form{}, nil }
func (making) Holder(context.Context, string) (client.Holder, error)   { return client.Holder{}, nil }
func (making) ReadHolderOrder(context.Context, string) (client.Operation, error) {
	return client.Operation{}, client.ErrNotFound
}
