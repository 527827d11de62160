// One program at a time: two cores are shared by the program, the browser and the tests.
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]
