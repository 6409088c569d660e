// Package journal is the durable record of money movements and the one place that sends them.
//
// Every movement goes through Journal.pay: its row is committed as intended and then as sent before the first byte of the
// request leaves, the request is sent once, and the outcome is noted whatever happens to the caller. What a crash, a kill or a
// power loss leaves behind is therefore always a row that says how far the movement had come.
package journal
