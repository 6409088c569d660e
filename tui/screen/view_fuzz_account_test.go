package screen

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func FuzzAccountView(f *testing.F) { fuzzScreens(f, accountScreens) }

// accountScreens are the balances, an account with deposits, one with holders, and a deposit at the stage that state gives.
func accountScreens(h hostile) []ui.Screen {
	text, problem := h.text, h.problem
	account, _ := h.env.Wallet.Account(h.card.Profile)
	answer := client.Result[[]client.Funds]{Account: account, Value: []client.Funds{
		{Name: text, Kind: client.FundsKind(problem), Available: client.Money{Currency: text}, Frozen: usd("9")},
	}}
	if h.state&8 != 0 {
		answer.Err = h.err()
	}
	list := NewAccounts(h.env)
	list.Update(accountsMsg{owner: list, results: []client.Result[[]client.Funds]{answer}})
	banked := client.Account{Profile: text, Kind: text, Issuer: &bank{fakeIssuer: newFakeIssuer()}}
	got := client.Deposit{
		Profile: text, ID: text, Amount: client.Money{Currency: text}, Net: usd("95"), FeeRate: text, Asset: text, Address: problem,
		Status: problem, ExpiresAt: h.env.Now(),
	}
	deposits, holders, deposit := NewAccount(h.env, banked), NewAccount(h.env, account), NewDeposit(h.env, banked)
	deposits.Update(accountMsg{owner: deposits, deposits: []client.Deposit{got, {ID: problem}}, err: answer.Err})
	holders.Update(accountMsg{owner: holders, err: answer.Err, holders: []client.Holder{
		{ID: text, FirstName: text, LastName: problem, Email: text, AreaCode: text, Mobile: text, Country: text, Type: text, Status: text,
			Barred: problem},
	}})
	deposit.press(keyMsg("1"))
	deposit.answered(depositMsg{owner: deposit, got: got})
	deposit.stage, deposit.err = depositStage(h.state>>4)%(depositShown+1), h.err()
	return []ui.Screen{list, deposits, holders, deposit}
}
