package sandbox

import "strconv"

// wireAccount is an account (FinHub accounts page). Balances are numbers in info, strings in lists: both are documented.
type wireAccount[M number | text] struct {
	AccountID        string `json:"accountId"` // a Long in requests, a string here
	AccountName      string `json:"accountName"`
	AccountType      string `json:"accountType"`
	Currency         string `json:"currency"`
	TotalBalance     M      `json:"totalBalance"`
	AvailableBalance M      `json:"availableBalance"`
	FrozenBalance    M      `json:"frozenBalance"`
	Digital          int    `json:"digital"`
}

func accountOf[M number | text](w *wallet) wireAccount[M] {
	return wireAccount[M]{AccountID: w.id, AccountName: w.name, AccountType: w.kind, Currency: w.currency,
		TotalBalance: M(w.available.balance.Add(w.frozen.balance)), AvailableBalance: M(w.available.balance),
		FrozenBalance: M(w.frozen.balance), Digital: 2}
}

func (f *finhub) account(id int64) *wallet {
	return first(f.wallets, func(w *wallet) bool { return w.id == strconv.FormatInt(id, 10) })
}

func (f *finhub) accountInfo(c *call) (any, error) {
	if err := readFields(c.raw).done(); err != nil {
		return nil, err
	}
	var out []wireAccount[number]
	for _, w := range f.wallets {
		out = append(out, accountOf[number](w))
	}
	return out, nil
}

func (f *finhub) listAccounts(c *call) (any, error) {
	in := readFields(c.raw)
	q := readPage(in, 10)
	if err := q.done(in); err != nil {
		return nil, err
	}
	return paged(q, f.wallets, false, func(w *wallet) (wireAccount[text], error) { return accountOf[text](w), nil })
}
