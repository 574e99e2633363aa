// The benchmark's driver for beevik/ntp: a line in is a port of loopback, a line out the offset in seconds.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"

	"github.com/beevik/ntp"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		port, _ := strconv.Atoi(lines.Text())
		response, err := ntp.QueryWithOptions("127.0.0.1", ntp.QueryOptions{Port: port})
		if err != nil {
			fmt.Println("error", err)
			continue
		}
		fmt.Printf("%.9f\n", response.ClockOffset.Seconds())
	}
}
