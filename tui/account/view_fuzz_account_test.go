package account

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func FuzzView(f *testing.F) { screentest.FuzzScreens(f, accountScreens) }

// accountScreens are the balances, an account with deposits, one with holders, and a deposit at the stage that state gives.
func accountScreens(h screentest.Hostile) []ui.Screen {
	text, problem := h.Text, h.Problem
	account, _ := h.Env.Wallet.Account(h.Card.Profile)
	answer := client.Result[[]client.Funds]{Account: account, Value: []client.Funds{
		{Name: text, Kind: client.FundsKind(problem), Available: client.Money{Currency: text}, Frozen: screentest.Usd("9")},
	}}
	if h.State&8 != 0 {
		answer.Err = h.Err()
	}
	list := NewAccounts(h.Env)
	list.onRows(rowsOf([]client.Result[[]client.Funds]{answer}), nil)
	banked := client.Account{Profile: text, Kind: text, Issuer: &bank{FakeIssuer: screentest.NewFakeIssuer()}}
	got := client.Deposit{
		Profile: text, ID: text, Amount: client.Money{Currency: text}, Net: screentest.Usd("95"), FeeRate: text, Asset: text, Address: problem,
		Status: problem, ExpiresAt: h.Env.Now(),
	}
	deposits, holders, deposit := newAccount(h.Env, banked), newAccount(h.Env, account), NewDeposit(h.Env, banked)
	onContents(deposits, &deposits.deposits, []client.Deposit{got, {ID: problem}}, answer.Err)
	onContents(holders, &holders.holders, []client.Holder{
		{ID: text, FirstName: text, LastName: problem, Email: text, AreaCode: text, Mobile: text, Country: text, Type: text, Status: text,
			Barred: problem},
	}, answer.Err)
	deposit.onKey(screentest.KeyMsg("1"))
	deposit.onDeposit(got, nil)
	deposit.stage, deposit.err = depositStage(h.State>>4)%(depositShown+1), h.Err()
	return []ui.Screen{list, deposits, holders, deposit}
}
