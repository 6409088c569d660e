package finhub_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/finhub"
)

// BenchmarkCards lists 10,000 cards at 100 a page from an issuer that takes 20 ms for a request, and reports how many times faster that is
// than one page after another.
func BenchmarkCards(b *testing.B) {
	const cards, size, latency = 10_000, 100, 20 * time.Millisecond
	var pages [cards/size + 1]string
	for p := 1; p < len(pages); p++ {
		var records []string
		for i := range size {
			records = append(records, fmt.Sprintf(`{"cardTypeId":111039,"cardBankBin":"493724","holderId":62119,"cardNo":"WB2026020210%08d",
				"status":"Normal","blocked":false,
				"bindTime":1770702301000,"remark":null,"balanceInfo":{"cardNo":"WB2026020210%08d","amount":"23.17","usedAmount":"1","currency":"USD"},
				"customCategory":"SUBSCRIPTION"}`,
				(p-1)*size+i, (p-1)*size+i))
		}
		pages[p] = fmt.Sprintf(`{"total":%d,"records":[%s]}`, cards, strings.Join(records, ","))
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(latency)
		if r.URL.Path != "/card/list" {
			success(w, "[]")
			return
		}
		var num, size int
		if _, err := fmt.Fscanf(r.Body, `{"pageNum":%d,"pageSize":%d}`, &num, &size); err != nil {
			b.Error(err)
		}
		if num >= len(pages) {
			success(w, fmt.Sprintf(`{"total":%d,"records":[]}`, cards))
			return
		}
		success(w, pages[num])
	}))
	defer server.Close()
	d, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: server.URL, TenantID: "t", Token: secret("ready")})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()

	for b.Loop() {
		got, err := client.CollectCards(b.Context(), d.Cards)
		if err != nil || len(got) != cards {
			b.Fatalf("%d cards, %v", len(got), err)
		}
	}
	together := b.Elapsed() / time.Duration(b.N)
	start := time.Now()
	for num := 1; num < len(pages); num++ {
		resp, err := http.Post(server.URL+"/card/list", "application/json",
			strings.NewReader(fmt.Sprintf(`{"pageNum":%d,"pageSize":%d}`, num, size)))
		if err != nil {
			b.Fatal(err)
		}
		var page struct {
			Data struct {
				Records []struct{ CardNo, Status, BalanceInfo any }
			}
		}
		if err := json.NewDecoder(resp.Body).Decode(&page); err != nil || len(page.Data.Records) != size {
			b.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	b.ReportMetric(float64(time.Since(start))/float64(together), "times-faster")
}
