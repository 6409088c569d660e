package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"
)

// person is the body of a request for a holder of the model B2C, with a member that is other than usual.
func (w *world) person(order, other string) string {
	w.t.Helper()
	body := map[string]any{
		"merchantOrderNo": order, "cardTypeId": 111002, "cardHolderModel": "B2C", "firstName": "Ana", "lastName": "Souza",
		"birthday": "1990-12-31", "email": "ana@example.com", "areaCode": "+55", "mobile": "971385284", "country": "BR", "town": "BR_PE_1",
		"address": "12 Rua Nova - B", "postCode": "50010-000", "nationality": "BR", "gender": "F", "occupation": "ENG01",
		"annualSalary": "50000 USD", "accountPurpose": "Online advertising", "expectedMonthlyVolume": "10000 USD", "idType": "PASSPORT",
		"idNumber": "FZ917263", "issueDate": "2020-01-02", "idNoExpiryDate": "2099-01-02", "idFrontId": "file-1", "idBackId": "file-2",
	}
	var change map[string]any
	if err := json.Unmarshal([]byte("{"+other+"}"), &change); err != nil {
		w.t.Fatal(err)
	}
	maps.Copy(body, change)
	return string(encode(body))
}

// A holder waits for its review, is reviewed, and then passes or not. The list finds it by what FinHub filters by.
func TestHolderReview(t *testing.T) {
	for _, rejected := range []bool{false, true} {
		w := start(t, Options{Seed: 3})
		if rejected {
			if err := w.SetFault(Fault{Issuer: IssuerFinHub, Path: "/card/holder/v2/create", Kind: FaultFail, Count: 1}); err != nil {
				t.Fatal(err)
			}
		}
		order := w.order()
		g := w.post("/card/holder/v2/create", w.person(order, ""))
		made, _ := g.body["data"].(map[string]any)
		if g.body["success"] != true || made["merchantOrderNo"] != order || made["status"] != "wait_audit" ||
			made["statusFlowLocation"] != "admin" ||
			fmt.Sprint(made["cardTypeId"]) != "111002" || made["holderId"] == nil {
			t.Fatalf("%s", g.raw)
		}
		find := func(filter string) (found []map[string]any) {
			t.Helper()
			data, _ := w.post("/card/holder/list", `{"pageNum":1,"pageSize":10,`+filter+`}`).body["data"].(map[string]any)
			records, _ := data["records"].([]any)
			for _, r := range records {
				found = append(found, r.(map[string]any))
			}
			return found
		}
		for _, filter := range []string{fmt.Sprintf(`"merchantOrderNo":%q`, order), fmt.Sprintf(`"cardholderId":%v`, made["holderId"]),
			`"email":"ana@example.com"`, `"mobile":"971385284","areaCode":"+55"`, `"searchTerm":"ANA@ex"`,
			`"cardholderStatus":"wait_audit","searchTerm":"ana souza","cardholderType":"B2C","mobile":"971385284"`} {
			if found := find(filter); len(found) != 1 || fmt.Sprint(found[0]["holderId"]) != fmt.Sprint(made["holderId"]) {
				t.Errorf("%s: %v", filter, found)
			}
		}
		var statuses []string
		for range 3 {
			statuses = append(statuses, fmt.Sprint(find(fmt.Sprintf(`"merchantOrderNo":%q`, order))[0]["status"]))
			w.clock.Add(1600 * time.Millisecond)
		}
		want := "wait_audit under_review pass_audit"
		if rejected {
			want = "wait_audit under_review reject"
		}
		if got := strings.Join(statuses, " "); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		open := w.post("/card/v2/openCard", fmt.Sprintf(`{"merchantOrderNo":%q,"cardTypeId":111002,"amount":20,"holderId":%v}`, w.order(),
			made["holderId"]))
		if open.body["success"] == rejected {
			t.Errorf("a card for the holder: %s", open.raw)
		}
	}
}
