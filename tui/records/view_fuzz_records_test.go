package records

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func FuzzView(f *testing.F) { screentest.FuzzScreens(f, recordScreens) }

// recordScreens are the records of a card, what was spent, the export, one record and a choice.
func recordScreens(h screentest.Hostile) []ui.Screen {
	text, problem, state := h.Text, h.Problem, h.State
	account, _ := h.Env.Wallet.Account(h.Card.Profile)
	money := client.Money{Amount: screentest.Usd("12.5").Amount, Currency: text}
	kind := []client.RecordKind{client.RecordAuthorizations, client.RecordHistory, client.Record3DS, client.RecordFees}[state%4]
	page := client.RecordPage{Total: int(state), More: state&4 != 0, Records: []client.Record{
		{Profile: text, Kind: kind, ID: text, OriginID: problem, CardID: text, Type: text, Status: problem, At: h.Env.Now(),
			Amount: money, CardAmount: client.Money{Currency: problem}, Fee: money, CrossBorder: money, Settled: money,
			AuthorizationCode: text, Description: problem, Remark: text, PaidFrom: text, Organization: text, BIN: text, CardType: text,
			Merchant: client.Merchant{
				Name: text, MCC: text, Category: problem, Country: text, State: text, City: text, ZIP: text, ID: text, WalletType: text,
			}},
		{Profile: text, Kind: kind, ID: problem, OriginID: text, Type: "auth", Status: text, At: h.Env.Now(), Amount: money,
			Merchant: client.Merchant{Name: problem}},
	}}
	list := newRecords(h.Env, h.Card)
	list.kinds, list.kind = append(list.kinds, kind, client.RecordOperationsV1), kind
	list.Init()
	list.whole, list.dateErr = state&8 != 0, h.Err()
	list.onRecords(list.pages.onPage(page, nil))
	spent := NewSpending(h.Env, h.Card)
	spent.Init()
	spent.onRecords(page.Records, nil)
	if state&16 != 0 {
		list.recordType = text
		list.list.Filter.SetValue(ui.Safe(text))
		list.dates.Focus()
		list.list.Match()
		list.pages.err, spent.err, spent.whole = h.Err(), h.Err(), true
	}
	export := newExport(list)
	export.stage, export.err = exportStage(state>>2)%(exportDone+1), h.Err()
	record := newRecord(h.Env, account, page.Records[0], page.Records)
	record.err = h.Err()
	return []ui.Screen{list, spent, export, record}
}
