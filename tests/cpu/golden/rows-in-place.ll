; ModuleID = "direct"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_3x2x8_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", ptr %"cursor") noinline nounwind
{
entry:
  %"acc0_0" = alloca <8 x float>
  %"acc0_1" = alloca <8 x float>
  %"acc1_0" = alloca <8 x float>
  %"acc1_1" = alloca <8 x float>
  %"acc2_0" = alloca <8 x float>
  %"acc2_1" = alloca <8 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 47
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 48
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 95
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = getelementptr i8, ptr %tile.body.6, i64 96
  call void @"llvm.prefetch.p0"(ptr %tile.body.10, i32 0, i32 3, i32 1)
  %tile.body.11 = getelementptr i8, ptr %tile.body.6, i64 143
  call void @"llvm.prefetch.p0"(ptr %tile.body.11, i32 0, i32 3, i32 1)
  %tile.body.12 = load ptr, ptr %"cursor", align 1
  %tile.body.13 = getelementptr i8, ptr %"cursor", i64 8
  %tile.body.14 = load i64, ptr %tile.body.13, align 1
  %tile.body.15 = getelementptr i8, ptr %"cursor", i64 16
  %tile.body.16 = load i64, ptr %tile.body.15, align 1
  %tile.body.17 = getelementptr i8, ptr %tile.body.12, i64 8
  %tile.body.18 = load i64, ptr %tile.body.17, align 1
  %tile.body.19 = getelementptr i8, ptr %tile.body.12, i64 72
  %tile.body.20 = load i64, ptr %tile.body.19, align 1
  %tile.body.21 = add i64 %tile.body.14, 1
  %tile.body.22 = icmp slt i64 %tile.body.18, %tile.body.21
  %tile.body.23 = icmp slt i64 0, %tile.body.20
  %tile.body.24 = and i1 %tile.body.22, %tile.body.23
  %tile.body.25 = select  i1 %tile.body.24, i64 %tile.body.20, i64 0
  %tile.body.26 = getelementptr i8, ptr %tile.body.12, i64 %tile.body.25
  %tile.body.27 = select  i1 %tile.body.24, i64 0, i64 %tile.body.14
  %tile.body.28 = select  i1 %tile.body.24, i64 0, i64 %tile.body.16
  %tile.body.29 = load ptr, ptr %tile.body.26, align 1
  %tile.body.30 = getelementptr i8, ptr %tile.body.26, i64 8
  %tile.body.31 = load i64, ptr %tile.body.30, align 1
  %tile.body.32 = getelementptr i8, ptr %tile.body.26, i64 16
  %tile.body.33 = load i64, ptr %tile.body.32, align 1
  %tile.body.34 = getelementptr i8, ptr %tile.body.26, i64 24
  %tile.body.35 = load i64, ptr %tile.body.34, align 1
  %tile.body.36 = getelementptr i8, ptr %tile.body.26, i64 32
  %tile.body.37 = load i64, ptr %tile.body.36, align 1
  %tile.body.38 = getelementptr i8, ptr %tile.body.26, i64 40
  %tile.body.39 = load i64, ptr %tile.body.38, align 1
  %tile.body.40 = getelementptr i8, ptr %tile.body.26, i64 48
  %tile.body.41 = load i64, ptr %tile.body.40, align 1
  %tile.body.42 = getelementptr i8, ptr %tile.body.26, i64 56
  %tile.body.43 = load i64, ptr %tile.body.42, align 1
  %tile.body.44 = getelementptr i8, ptr %tile.body.26, i64 64
  %tile.body.45 = load i64, ptr %tile.body.44, align 1
  %tile.body.46 = getelementptr i8, ptr %tile.body.26, i64 72
  %tile.body.47 = load i64, ptr %tile.body.46, align 1
  %tile.body.48 = mul i64 %tile.body.28, %tile.body.35
  %tile.body.49 = sub i64 %tile.body.37, %tile.body.48
  %tile.body.50 = icmp slt i64 %tile.body.35, %tile.body.49
  %tile.body.51 = select  i1 %tile.body.50, i64 %tile.body.35, i64 %tile.body.49
  %tile.body.52 = icmp slt i64 %tile.body.27, %tile.body.31
  %tile.body.53 = select  i1 %tile.body.52, i64 %tile.body.51, i64 0
  %tile.body.54 = mul i64 %tile.body.27, %tile.body.41
  %tile.body.55 = mul i64 %tile.body.48, %tile.body.39
  %tile.body.56 = add i64 %tile.body.54, %tile.body.55
  %tile.body.57 = getelementptr i8, ptr %tile.body.29, i64 %tile.body.56
  %tile.body.58 = add i64 %tile.body.28, 1
  %tile.body.59 = icmp eq i64 %tile.body.58, %tile.body.33
  %tile.body.60 = zext i1 %tile.body.59 to i64
  %tile.body.61 = add i64 %tile.body.27, %tile.body.60
  %tile.body.62 = select  i1 %tile.body.59, i64 0, i64 %tile.body.58
  store ptr %tile.body.26, ptr %"cursor", align 1
  %tile.body.63 = getelementptr i8, ptr %"cursor", i64 8
  store i64 %tile.body.61, ptr %tile.body.63, align 1
  %tile.body.64 = getelementptr i8, ptr %"cursor", i64 16
  store i64 %tile.body.62, ptr %tile.body.64, align 1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_1"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc1_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc1_1"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc2_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc2_1"
  %tile.body.65 = icmp slt i64 0, %"n"
  br i1 %tile.body.65, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = icmp slt i64 0, %"p"
  br i1 %n.body.1, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = mul i64 %"n.1", %tile.body.45
  %p.body.2 = mul i64 %"p.1", %tile.body.43
  %p.body.3 = add i64 %p.body.1, %p.body.2
  %p.body.4 = getelementptr i8, ptr %tile.body.57, i64 %p.body.3
  %p.body.5 = icmp slt i64 0, %tile.body.53
  br i1 %p.body.5, label %"line.body", label %"line.done"
p.done:
  %"n.next" = add i64 %"n.1", 1
  %p.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.1, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = mul i64 %"line", %tile.body.39
  %line.body.2 = getelementptr i8, ptr %p.body.4, i64 %line.body.1
  call void @"llvm.prefetch.p0"(ptr %line.body.2, i32 0, i32 2, i32 1)
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.53
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  %line.done.1 = mul i64 %"n.1", %"an"
  %line.done.2 = mul i64 %"p.1", %"ap"
  %line.done.3 = add i64 %line.done.1, %line.done.2
  %line.done.4 = getelementptr i8, ptr %tile.body.2, i64 %line.done.3
  store ptr %line.done.4, ptr %entry.2
  %line.done.5 = mul i64 %"n.1", %"bn"
  %line.done.6 = mul i64 %"p.1", %"bp"
  %line.done.7 = add i64 %line.done.5, %line.done.6
  %line.done.8 = getelementptr i8, ptr %tile.body.4, i64 %line.done.7
  store ptr %line.done.8, ptr %entry.3
  %line.done.9 = icmp slt i64 0, %"q"
  br i1 %line.done.9, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.2
  %q.body.2 = load ptr, ptr %entry.3
  %q.body.3 = load ptr, ptr %entry.3
  %q.body.4 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.5 = getelementptr i8, ptr %q.body.2, i64 16
  %q.body.6 = load <8 x float>, ptr %q.body.5, align 1
  %q.body.7 = load float, ptr %q.body.1, align 1
  %q.body.8 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.7, i32 0
  %q.body.9 = shufflevector <8 x float> %q.body.8, <8 x float> %q.body.8, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.10 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.11 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.9, <8 x float> %q.body.4, <8 x float> %q.body.10)
  store <8 x float> %q.body.11, <8 x float>* %"acc0_0"
  %q.body.12 = load <8 x float>, <8 x float>* %"acc0_1"
  %q.body.13 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.9, <8 x float> %q.body.6, <8 x float> %q.body.12)
  store <8 x float> %q.body.13, <8 x float>* %"acc0_1"
  %q.body.14 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.15 = load float, ptr %q.body.14, align 1
  %q.body.16 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.15, i32 0
  %q.body.17 = shufflevector <8 x float> %q.body.16, <8 x float> %q.body.16, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.18 = load <8 x float>, <8 x float>* %"acc1_0"
  %q.body.19 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.17, <8 x float> %q.body.4, <8 x float> %q.body.18)
  store <8 x float> %q.body.19, <8 x float>* %"acc1_0"
  %q.body.20 = load <8 x float>, <8 x float>* %"acc1_1"
  %q.body.21 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.17, <8 x float> %q.body.6, <8 x float> %q.body.20)
  store <8 x float> %q.body.21, <8 x float>* %"acc1_1"
  %q.body.22 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.23 = load float, ptr %q.body.22, align 1
  %q.body.24 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.23, i32 0
  %q.body.25 = shufflevector <8 x float> %q.body.24, <8 x float> %q.body.24, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.26 = load <8 x float>, <8 x float>* %"acc2_0"
  %q.body.27 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.25, <8 x float> %q.body.4, <8 x float> %q.body.26)
  store <8 x float> %q.body.27, <8 x float>* %"acc2_0"
  %q.body.28 = load <8 x float>, <8 x float>* %"acc2_1"
  %q.body.29 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.25, <8 x float> %q.body.6, <8 x float> %q.body.28)
  store <8 x float> %q.body.29, <8 x float>* %"acc2_1"
  %q.body.30 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.30, ptr %entry.2
  %q.body.31 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.31, ptr %entry.3
  %"q.next" = add i64 %"q.1", 1
  %q.body.32 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.32, label %"q.body", label %"q.done"
q.done:
  %"p.next" = add i64 %"p.1", 1
  %q.done.1 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.1, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <8 x float>, <8 x float>* %"acc0_0"
  store <8 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <8 x float>, <8 x float>* %"acc0_1"
  %n.done.if.3 = shufflevector <8 x float> %n.done.if.2, <8 x float> %n.done.if.2, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %n.done.if.4 = getelementptr i8, ptr %tile.body.6, i64 32
  store <4 x float> %n.done.if.3, ptr %n.done.if.4, align 1
  %n.done.if.5 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.if.6 = getelementptr i8, ptr %tile.body.6, i64 48
  store <8 x float> %n.done.if.5, ptr %n.done.if.6, align 1
  %n.done.if.7 = load <8 x float>, <8 x float>* %"acc1_1"
  %n.done.if.8 = shufflevector <8 x float> %n.done.if.7, <8 x float> %n.done.if.7, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %n.done.if.9 = getelementptr i8, ptr %tile.body.6, i64 80
  store <4 x float> %n.done.if.8, ptr %n.done.if.9, align 1
  %n.done.if.10 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.if.11 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.if.10, ptr %n.done.if.11, align 1
  %n.done.if.12 = load <8 x float>, <8 x float>* %"acc2_1"
  %n.done.if.13 = shufflevector <8 x float> %n.done.if.12, <8 x float> %n.done.if.12, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %n.done.if.14 = getelementptr i8, ptr %tile.body.6, i64 128
  store <4 x float> %n.done.if.13, ptr %n.done.if.14, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <8 x float>, <8 x float>* %"acc0_0"
  %n.done.else.2 = load <8 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <8 x float> %n.done.else.2, %n.done.else.1
  store <8 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <8 x float>, <8 x float>* %"acc0_1"
  %n.done.else.5 = shufflevector <8 x float> %n.done.else.4, <8 x float> %n.done.else.4, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %n.done.else.6 = getelementptr i8, ptr %tile.body.6, i64 32
  %n.done.else.7 = load <4 x float>, ptr %n.done.else.6, align 1
  %n.done.else.8 = fadd <4 x float> %n.done.else.7, %n.done.else.5
  %n.done.else.9 = getelementptr i8, ptr %tile.body.6, i64 32
  store <4 x float> %n.done.else.8, ptr %n.done.else.9, align 1
  %n.done.else.10 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.else.11 = getelementptr i8, ptr %tile.body.6, i64 48
  %n.done.else.12 = load <8 x float>, ptr %n.done.else.11, align 1
  %n.done.else.13 = fadd <8 x float> %n.done.else.12, %n.done.else.10
  %n.done.else.14 = getelementptr i8, ptr %tile.body.6, i64 48
  store <8 x float> %n.done.else.13, ptr %n.done.else.14, align 1
  %n.done.else.15 = load <8 x float>, <8 x float>* %"acc1_1"
  %n.done.else.16 = shufflevector <8 x float> %n.done.else.15, <8 x float> %n.done.else.15, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %n.done.else.17 = getelementptr i8, ptr %tile.body.6, i64 80
  %n.done.else.18 = load <4 x float>, ptr %n.done.else.17, align 1
  %n.done.else.19 = fadd <4 x float> %n.done.else.18, %n.done.else.16
  %n.done.else.20 = getelementptr i8, ptr %tile.body.6, i64 80
  store <4 x float> %n.done.else.19, ptr %n.done.else.20, align 1
  %n.done.else.21 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.else.22 = getelementptr i8, ptr %tile.body.6, i64 96
  %n.done.else.23 = load <8 x float>, ptr %n.done.else.22, align 1
  %n.done.else.24 = fadd <8 x float> %n.done.else.23, %n.done.else.21
  %n.done.else.25 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.else.24, ptr %n.done.else.25, align 1
  %n.done.else.26 = load <8 x float>, <8 x float>* %"acc2_1"
  %n.done.else.27 = shufflevector <8 x float> %n.done.else.26, <8 x float> %n.done.else.26, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %n.done.else.28 = getelementptr i8, ptr %tile.body.6, i64 128
  %n.done.else.29 = load <4 x float>, ptr %n.done.else.28, align 1
  %n.done.else.30 = fadd <4 x float> %n.done.else.29, %n.done.else.27
  %n.done.else.31 = getelementptr i8, ptr %tile.body.6, i64 128
  store <4 x float> %n.done.else.30, ptr %n.done.else.31, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

define void @"main"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = mul i64 %"slot", %"panel_bytes"
  %entry.16 = getelementptr i8, ptr %"panels", i64 %entry.15
  %entry.17 = icmp slt i64 0, 2
  %"cursor" = alloca [23 x i64]
  br i1 %entry.17, label %"block.body", label %"block.done"
block.body:
  %"block" = phi  i64 [0, %"entry"], [%"block.next", %"r.done"]
  %block.body.1 = icmp eq i64 %"block", 0
  %block.body.2 = add i64 %"block", 1
  %block.body.3 = add i64 %"block", 1
  %block.body.4 = icmp eq i64 %block.body.3, 2
  %block.body.5 = mul i64 %block.body.2, %"xn"
  %block.body.6 = add i64 %block.body.5, %"xh"
  %block.body.7 = mul i64 -1, %"xw"
  %block.body.8 = add i64 %block.body.6, %block.body.7
  %block.body.9 = getelementptr i8, ptr %"x", i64 %block.body.8
  %block.body.10 = getelementptr i8, ptr %block.body.9, i64 %"xw"
  %block.body.11 = mul i64 %block.body.2, %"dyn"
  %block.body.12 = getelementptr i8, ptr %"dy", i64 %block.body.11
  %block.body.13 = ptrtoint [23 x i64]* %"cursor" to i64
  %block.body.14 = inttoptr i64 %block.body.13 to ptr
  %block.body.15 = getelementptr i8, ptr %block.body.14, i64 24
  store ptr %block.body.15, ptr %block.body.14, align 1
  %block.body.16 = getelementptr i8, ptr %block.body.14, i64 8
  store i64 0, ptr %block.body.16, align 1
  %block.body.17 = getelementptr i8, ptr %block.body.14, i64 16
  store i64 0, ptr %block.body.17, align 1
  %block.body.18 = select  i1 %block.body.4, i64 0, i64 1
  store ptr %block.body.10, ptr %block.body.15, align 1
  %block.body.19 = getelementptr i8, ptr %block.body.15, i64 8
  store i64 %block.body.18, ptr %block.body.19, align 1
  %block.body.20 = getelementptr i8, ptr %block.body.15, i64 16
  store i64 3, ptr %block.body.20, align 1
  %block.body.21 = getelementptr i8, ptr %block.body.15, i64 24
  store i64 1, ptr %block.body.21, align 1
  %block.body.22 = getelementptr i8, ptr %block.body.15, i64 32
  store i64 3, ptr %block.body.22, align 1
  %block.body.23 = getelementptr i8, ptr %block.body.15, i64 40
  store i64 64, ptr %block.body.23, align 1
  %block.body.24 = getelementptr i8, ptr %block.body.15, i64 48
  store i64 0, ptr %block.body.24, align 1
  %block.body.25 = getelementptr i8, ptr %block.body.15, i64 56
  store i64 %"xh", ptr %block.body.25, align 1
  %block.body.26 = getelementptr i8, ptr %block.body.15, i64 64
  store i64 %"xn", ptr %block.body.26, align 1
  %block.body.27 = getelementptr i8, ptr %block.body.15, i64 72
  store i64 80, ptr %block.body.27, align 1
  %block.body.28 = getelementptr i8, ptr %block.body.15, i64 80
  %block.body.29 = select  i1 %block.body.4, i64 0, i64 1
  store ptr %block.body.12, ptr %block.body.28, align 1
  %block.body.30 = getelementptr i8, ptr %block.body.28, i64 8
  store i64 %block.body.29, ptr %block.body.30, align 1
  %block.body.31 = getelementptr i8, ptr %block.body.28, i64 16
  store i64 4, ptr %block.body.31, align 1
  %block.body.32 = getelementptr i8, ptr %block.body.28, i64 24
  store i64 2, ptr %block.body.32, align 1
  %block.body.33 = getelementptr i8, ptr %block.body.28, i64 32
  store i64 7, ptr %block.body.33, align 1
  %block.body.34 = getelementptr i8, ptr %block.body.28, i64 40
  store i64 64, ptr %block.body.34, align 1
  %block.body.35 = getelementptr i8, ptr %block.body.28, i64 48
  store i64 0, ptr %block.body.35, align 1
  %block.body.36 = getelementptr i8, ptr %block.body.28, i64 56
  store i64 %"dyp", ptr %block.body.36, align 1
  %block.body.37 = getelementptr i8, ptr %block.body.28, i64 64
  store i64 %"dyn", ptr %block.body.37, align 1
  %block.body.38 = getelementptr i8, ptr %block.body.28, i64 72
  store i64 0, ptr %block.body.38, align 1
  %block.body.39 = mul i64 %"block", %"dyn"
  %block.body.40 = getelementptr i8, ptr %"dy", i64 %block.body.39
  %block.body.41 = mul i64 %"block", %"xn"
  %block.body.42 = mul i64 -1, %"xh"
  %block.body.43 = add i64 %block.body.41, %block.body.42
  %block.body.44 = mul i64 -1, %"xw"
  %block.body.45 = add i64 %block.body.43, %block.body.44
  %block.body.46 = getelementptr i8, ptr %"x", i64 %block.body.45
  %block.body.47 = icmp eq i64 0, 0
  %block.body.48 = icmp slt i64 0, 1
  %block.body.49 = and i1 %block.body.47, %block.body.48
  %block.body.50 = icmp slt i64 0, 3
  br i1 %block.body.50, label %"r.body", label %"r.done"
block.done:
  ret void
r.body:
  %"r" = phi  i64 [0, %"block.body"], [%"r.next", %"s.done"]
  %r.body.1 = add i64 %"r", -1
  %r.body.2 = sub i64 0, %r.body.1
  %r.body.3 = icmp sgt i64 0, %r.body.2
  %r.body.4 = select  i1 %r.body.3, i64 0, i64 %r.body.2
  %r.body.5 = sub i64 3, %r.body.1
  %r.body.6 = add i64 %r.body.5, 1
  %r.body.7 = icmp slt i64 4, %r.body.6
  %r.body.8 = select  i1 %r.body.7, i64 4, i64 %r.body.6
  %r.body.9 = icmp sgt i64 %r.body.4, 0
  %r.body.10 = select  i1 %r.body.9, i64 %r.body.4, i64 0
  %r.body.11 = icmp slt i64 %r.body.8, 4
  %r.body.12 = select  i1 %r.body.11, i64 %r.body.8, i64 4
  %r.body.13 = add i64 %r.body.10, %"r"
  %r.body.14 = sub i64 %r.body.12, %r.body.10
  %r.body.15 = icmp slt i64 0, 3
  br i1 %r.body.15, label %"s.body", label %"s.done"
r.done:
  %"block.next" = add i64 %"block", 1
  %r.done.1 = icmp slt i64 %"block.next", 2
  br i1 %r.done.1, label %"block.body", label %"block.done"
s.body:
  %"s" = phi  i64 [0, %"r.body"], [%"s.next", %"s.body"]
  %s.body.1 = add i64 %"s", -1
  %s.body.2 = sub i64 0, %s.body.1
  %s.body.3 = icmp sgt i64 0, %s.body.2
  %s.body.4 = select  i1 %s.body.3, i64 0, i64 %s.body.2
  %s.body.5 = sub i64 7, %s.body.1
  %s.body.6 = add i64 %s.body.5, 1
  %s.body.7 = icmp slt i64 8, %s.body.6
  %s.body.8 = select  i1 %s.body.7, i64 8, i64 %s.body.6
  %s.body.9 = icmp sgt i64 %s.body.4, 0
  %s.body.10 = select  i1 %s.body.9, i64 %s.body.4, i64 0
  %s.body.11 = icmp slt i64 %s.body.8, 8
  %s.body.12 = select  i1 %s.body.11, i64 %s.body.8, i64 8
  %s.body.13 = add i64 %s.body.10, %"s"
  %s.body.14 = sub i64 %s.body.12, %s.body.10
  %s.body.15 = icmp eq i64 %"r", 0
  %s.body.16 = icmp eq i64 %"s", 0
  %s.body.17 = mul i64 %r.body.13, %"xh"
  %s.body.18 = mul i64 %s.body.13, %"xw"
  %s.body.19 = add i64 %s.body.17, %s.body.18
  %s.body.20 = getelementptr i8, ptr %block.body.46, i64 %s.body.19
  %s.body.21 = mul i64 %r.body.10, %"dyp"
  %s.body.22 = mul i64 %s.body.10, %"dyq"
  %s.body.23 = add i64 %s.body.21, %s.body.22
  %s.body.24 = getelementptr i8, ptr %block.body.40, i64 %s.body.23
  %s.body.25 = mul i64 %"r", 108
  %s.body.26 = mul i64 %"s", 36
  %s.body.27 = add i64 %s.body.25, %s.body.26
  %s.body.28 = mul i64 %s.body.27, 4
  %s.body.29 = getelementptr i8, ptr %"out", i64 %s.body.28
  call void @"tile_3x2x8_0"(ptr %s.body.20, ptr %s.body.24, ptr %s.body.29, i1 %block.body.1, i64 1, i64 12, i64 0, i64 144, i64 1, i64 %r.body.14, i64 %s.body.14, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"dyn", i64 %"dyp", i64 %"dyq", ptr %block.body.14)
  %"s.next" = add i64 %"s", 1
  %s.body.30 = icmp slt i64 %"s.next", 3
  br i1 %s.body.30, label %"s.body", label %"s.done"
s.done:
  %"r.next" = add i64 %"r", 1
  %s.done.1 = icmp slt i64 %"r.next", 3
  br i1 %s.done.1, label %"r.body", label %"r.done"
}

