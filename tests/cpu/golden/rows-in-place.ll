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
  %entry.4 = alloca ptr
  %entry.5 = alloca ptr
  %entry.6 = alloca ptr
  %entry.7 = alloca ptr
  %entry.8 = alloca ptr
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
  store ptr %tile.body.2, ptr %entry.2
  store ptr %tile.body.4, ptr %entry.3
  %tile.body.65 = icmp slt i64 0, %"n"
  br i1 %tile.body.65, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = load ptr, ptr %entry.2
  %n.body.2 = load ptr, ptr %entry.3
  store ptr %n.body.1, ptr %entry.4
  store ptr %n.body.2, ptr %entry.5
  %n.body.3 = icmp slt i64 0, %"p"
  br i1 %n.body.3, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = load ptr, ptr %entry.4
  %p.body.2 = load ptr, ptr %entry.5
  %p.body.3 = mul i64 %"n.1", %tile.body.45
  %p.body.4 = mul i64 %"p.1", %tile.body.43
  %p.body.5 = add i64 %p.body.3, %p.body.4
  %p.body.6 = getelementptr i8, ptr %tile.body.57, i64 %p.body.5
  store ptr %p.body.6, ptr %entry.6
  %p.body.7 = icmp slt i64 0, %tile.body.53
  br i1 %p.body.7, label %"line.body", label %"line.done"
p.done:
  %p.done.1 = getelementptr i8, ptr %n.body.1, i64 %"an"
  store ptr %p.done.1, ptr %entry.2
  %p.done.2 = getelementptr i8, ptr %n.body.2, i64 %"bn"
  store ptr %p.done.2, ptr %entry.3
  %"n.next" = add i64 %"n.1", 1
  %p.done.3 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.3, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = load ptr, ptr %entry.6
  call void @"llvm.prefetch.p0"(ptr %line.body.1, i32 0, i32 2, i32 1)
  %line.body.2 = getelementptr i8, ptr %line.body.1, i64 %tile.body.39
  store ptr %line.body.2, ptr %entry.6
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.53
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  store ptr %p.body.1, ptr %entry.7
  store ptr %p.body.2, ptr %entry.8
  %line.done.1 = icmp slt i64 0, %"q"
  br i1 %line.done.1, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.7
  %q.body.2 = load ptr, ptr %entry.8
  %q.body.3 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.4 = getelementptr i8, ptr %q.body.2, i64 16
  %q.body.5 = load <8 x float>, ptr %q.body.4, align 1
  %q.body.6 = load float, ptr %q.body.1, align 1
  %q.body.7 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.6, i32 0
  %q.body.8 = shufflevector <8 x float> %q.body.7, <8 x float> %q.body.7, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.9 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.10 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.8, <8 x float> %q.body.3, <8 x float> %q.body.9)
  store <8 x float> %q.body.10, <8 x float>* %"acc0_0"
  %q.body.11 = load <8 x float>, <8 x float>* %"acc0_1"
  %q.body.12 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.8, <8 x float> %q.body.5, <8 x float> %q.body.11)
  store <8 x float> %q.body.12, <8 x float>* %"acc0_1"
  %q.body.13 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.14 = load float, ptr %q.body.13, align 1
  %q.body.15 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.14, i32 0
  %q.body.16 = shufflevector <8 x float> %q.body.15, <8 x float> %q.body.15, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.17 = load <8 x float>, <8 x float>* %"acc1_0"
  %q.body.18 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.16, <8 x float> %q.body.3, <8 x float> %q.body.17)
  store <8 x float> %q.body.18, <8 x float>* %"acc1_0"
  %q.body.19 = load <8 x float>, <8 x float>* %"acc1_1"
  %q.body.20 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.16, <8 x float> %q.body.5, <8 x float> %q.body.19)
  store <8 x float> %q.body.20, <8 x float>* %"acc1_1"
  %q.body.21 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.22 = load float, ptr %q.body.21, align 1
  %q.body.23 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.22, i32 0
  %q.body.24 = shufflevector <8 x float> %q.body.23, <8 x float> %q.body.23, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.25 = load <8 x float>, <8 x float>* %"acc2_0"
  %q.body.26 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.24, <8 x float> %q.body.3, <8 x float> %q.body.25)
  store <8 x float> %q.body.26, <8 x float>* %"acc2_0"
  %q.body.27 = load <8 x float>, <8 x float>* %"acc2_1"
  %q.body.28 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.24, <8 x float> %q.body.5, <8 x float> %q.body.27)
  store <8 x float> %q.body.28, <8 x float>* %"acc2_1"
  %q.body.29 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.29, ptr %entry.7
  %q.body.30 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.30, ptr %entry.8
  %"q.next" = add i64 %"q.1", 1
  %q.body.31 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.31, label %"q.body", label %"q.done"
q.done:
  %q.done.1 = getelementptr i8, ptr %p.body.1, i64 %"ap"
  store ptr %q.done.1, ptr %entry.4
  %q.done.2 = getelementptr i8, ptr %p.body.2, i64 %"bp"
  store ptr %q.done.2, ptr %entry.5
  %"p.next" = add i64 %"p.1", 1
  %q.done.3 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.3, label %"p.body", label %"p.done"
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

define void @"main"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") noinline nounwind optnone
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
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %"n" = load i64, ptr %"sizes", align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 112
  %"cut.g" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 120
  %"cut.r" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 128
  %"cut.dy" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 136
  %"cut.x" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 144
  %"next.group" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 152
  %"next.rows" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 160
  %"next.x" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 168
  %"next.dy" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 176
  %"next.rounds0" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 184
  %"next.tiles0" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 192
  %"next.share0" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 200
  %"next.lines0" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 208
  %"next.along0" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 216
  %"next.behind0" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 224
  %"next.rounds1" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 232
  %"next.tiles1" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 240
  %"next.share1" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 248
  %"next.lines1" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 256
  %"next.along1" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 264
  %"next.behind1" = load i64, ptr %entry.48, align 1
  %entry.49 = udiv i64 %"task", %"cut.g"
  %entry.50 = mul i64 %entry.49, %"cut.g"
  %entry.51 = sub i64 %"task", %entry.50
  %entry.52 = udiv i64 %entry.51, %"cut.g"
  %entry.53 = mul i64 %entry.52, %"cut.g"
  %entry.54 = sub i64 %entry.51, %entry.53
  %entry.55 = add i64 %entry.51, 1
  %entry.56 = udiv i64 %entry.55, %"cut.g"
  %entry.57 = mul i64 %entry.56, %"cut.g"
  %entry.58 = sub i64 %entry.55, %entry.57
  %entry.59 = udiv i64 %entry.49, %"cut.r"
  %entry.60 = mul i64 %entry.59, %"cut.r"
  %entry.61 = sub i64 %entry.49, %entry.60
  %entry.62 = mul i64 %entry.61, 3
  %entry.63 = udiv i64 %entry.62, %"cut.r"
  %entry.64 = mul i64 %entry.63, %"cut.r"
  %entry.65 = sub i64 %entry.62, %entry.64
  %entry.66 = add i64 %entry.61, 1
  %entry.67 = mul i64 %entry.66, 3
  %entry.68 = udiv i64 %entry.67, %"cut.r"
  %entry.69 = mul i64 %entry.68, %"cut.r"
  %entry.70 = sub i64 %entry.67, %entry.69
  %entry.71 = udiv i64 %entry.59, %"cut.dy"
  %entry.72 = mul i64 %entry.71, %"cut.dy"
  %entry.73 = sub i64 %entry.59, %entry.72
  %entry.74 = udiv i64 %entry.73, %"cut.dy"
  %entry.75 = mul i64 %entry.74, %"cut.dy"
  %entry.76 = sub i64 %entry.73, %entry.75
  %entry.77 = add i64 %entry.73, 1
  %entry.78 = udiv i64 %entry.77, %"cut.dy"
  %entry.79 = mul i64 %entry.78, %"cut.dy"
  %entry.80 = sub i64 %entry.77, %entry.79
  %entry.81 = udiv i64 %entry.71, %"cut.x"
  %entry.82 = mul i64 %entry.81, %"cut.x"
  %entry.83 = sub i64 %entry.71, %entry.82
  %entry.84 = udiv i64 %entry.83, %"cut.x"
  %entry.85 = mul i64 %entry.84, %"cut.x"
  %entry.86 = sub i64 %entry.83, %entry.85
  %entry.87 = add i64 %entry.83, 1
  %entry.88 = udiv i64 %entry.87, %"cut.x"
  %entry.89 = mul i64 %entry.88, %"cut.x"
  %entry.90 = sub i64 %entry.87, %entry.89
  %entry.91 = mul i64 %"slot", %"panel_bytes"
  %entry.92 = getelementptr i8, ptr %"panels", i64 %entry.91
  %entry.93 = mul i64 %entry.81, %"blocks"
  %entry.94 = udiv i64 %entry.93, %"split"
  %entry.95 = mul i64 %entry.94, %"split"
  %entry.96 = sub i64 %entry.93, %entry.95
  %entry.97 = add i64 %entry.81, 1
  %entry.98 = mul i64 %entry.97, %"blocks"
  %entry.99 = udiv i64 %entry.98, %"split"
  %entry.100 = mul i64 %entry.99, %"split"
  %entry.101 = sub i64 %entry.98, %entry.100
  %entry.102 = add i64 %"task", 1
  %entry.103 = udiv i64 %entry.102, %"cut.g"
  %entry.104 = mul i64 %entry.103, %"cut.g"
  %entry.105 = sub i64 %entry.102, %entry.104
  %entry.106 = udiv i64 %entry.105, %"cut.g"
  %entry.107 = mul i64 %entry.106, %"cut.g"
  %entry.108 = sub i64 %entry.105, %entry.107
  %entry.109 = add i64 %entry.105, 1
  %entry.110 = udiv i64 %entry.109, %"cut.g"
  %entry.111 = mul i64 %entry.110, %"cut.g"
  %entry.112 = sub i64 %entry.109, %entry.111
  %entry.113 = udiv i64 %entry.103, %"cut.r"
  %entry.114 = mul i64 %entry.113, %"cut.r"
  %entry.115 = sub i64 %entry.103, %entry.114
  %entry.116 = mul i64 %entry.115, 3
  %entry.117 = udiv i64 %entry.116, %"cut.r"
  %entry.118 = mul i64 %entry.117, %"cut.r"
  %entry.119 = sub i64 %entry.116, %entry.118
  %entry.120 = add i64 %entry.115, 1
  %entry.121 = mul i64 %entry.120, 3
  %entry.122 = udiv i64 %entry.121, %"cut.r"
  %entry.123 = mul i64 %entry.122, %"cut.r"
  %entry.124 = sub i64 %entry.121, %entry.123
  %entry.125 = udiv i64 %entry.113, %"cut.dy"
  %entry.126 = mul i64 %entry.125, %"cut.dy"
  %entry.127 = sub i64 %entry.113, %entry.126
  %entry.128 = udiv i64 %entry.127, %"cut.dy"
  %entry.129 = mul i64 %entry.128, %"cut.dy"
  %entry.130 = sub i64 %entry.127, %entry.129
  %entry.131 = add i64 %entry.127, 1
  %entry.132 = udiv i64 %entry.131, %"cut.dy"
  %entry.133 = mul i64 %entry.132, %"cut.dy"
  %entry.134 = sub i64 %entry.131, %entry.133
  %entry.135 = udiv i64 %entry.125, %"cut.x"
  %entry.136 = mul i64 %entry.135, %"cut.x"
  %entry.137 = sub i64 %entry.125, %entry.136
  %entry.138 = udiv i64 %entry.137, %"cut.x"
  %entry.139 = mul i64 %entry.138, %"cut.x"
  %entry.140 = sub i64 %entry.137, %entry.139
  %entry.141 = add i64 %entry.137, 1
  %entry.142 = udiv i64 %entry.141, %"cut.x"
  %entry.143 = mul i64 %entry.142, %"cut.x"
  %entry.144 = sub i64 %entry.141, %entry.143
  %entry.145 = mul i64 %entry.135, %"blocks"
  %entry.146 = udiv i64 %entry.145, %"split"
  %entry.147 = mul i64 %entry.146, %"split"
  %entry.148 = sub i64 %entry.145, %entry.147
  %entry.149 = add i64 %entry.135, 1
  %entry.150 = mul i64 %entry.149, %"blocks"
  %entry.151 = udiv i64 %entry.150, %"split"
  %entry.152 = mul i64 %entry.151, %"split"
  %entry.153 = sub i64 %entry.150, %entry.152
  %entry.154 = icmp slt i64 %entry.94, %entry.99
  %"cursor" = alloca [23 x i64]
  br i1 %entry.154, label %"block.body", label %"block.done"
block.body:
  %"block" = phi  i64 [%entry.94, %"entry"], [%g.done.1, %"g.done"]
  %block.body.1 = icmp eq i64 %"block", %entry.94
  %block.body.2 = add i64 %"block", 1
  %block.body.3 = icmp eq i64 %block.body.2, %entry.99
  %block.body.4 = select  i1 %block.body.3, i64 %entry.146, i64 %block.body.2
  %block.body.5 = icmp eq i64 %"more", 0
  %block.body.6 = and i1 %block.body.3, %block.body.5
  %block.body.7 = udiv i64 %"block", %"blocks.q"
  %block.body.8 = mul i64 %block.body.7, %"blocks.q"
  %block.body.9 = sub i64 %"block", %block.body.8
  %block.body.10 = udiv i64 %block.body.7, %"blocks.p"
  %block.body.11 = mul i64 %block.body.10, %"blocks.p"
  %block.body.12 = sub i64 %block.body.7, %block.body.11
  %block.body.13 = mul i64 %block.body.10, %"block.n"
  %block.body.14 = mul i64 %block.body.12, %"block.p"
  %block.body.15 = mul i64 %block.body.9, %"block.q"
  %block.body.16 = sub i64 %"n", %block.body.13
  %block.body.17 = sub i64 %"p", %block.body.14
  %block.body.18 = sub i64 %"q", %block.body.15
  %block.body.19 = icmp slt i64 %"block.n", %block.body.16
  %block.body.20 = select  i1 %block.body.19, i64 %"block.n", i64 %block.body.16
  %block.body.21 = icmp slt i64 %"block.p", %block.body.17
  %block.body.22 = select  i1 %block.body.21, i64 %"block.p", i64 %block.body.17
  %block.body.23 = icmp slt i64 %"block.q", %block.body.18
  %block.body.24 = select  i1 %block.body.23, i64 %"block.q", i64 %block.body.18
  %block.body.25 = select  i1 %block.body.3, i64 %entry.106, i64 %entry.52
  %block.body.26 = select  i1 %block.body.3, i64 %entry.117, i64 %entry.63
  %block.body.27 = select  i1 %block.body.3, i64 %entry.128, i64 %entry.74
  %block.body.28 = select  i1 %block.body.3, i64 %entry.138, i64 %entry.84
  %block.body.29 = udiv i64 %block.body.4, %"blocks.q"
  %block.body.30 = mul i64 %block.body.29, %"blocks.q"
  %block.body.31 = sub i64 %block.body.4, %block.body.30
  %block.body.32 = udiv i64 %block.body.29, %"blocks.p"
  %block.body.33 = mul i64 %block.body.32, %"blocks.p"
  %block.body.34 = sub i64 %block.body.29, %block.body.33
  %block.body.35 = mul i64 %block.body.32, %"block.n"
  %block.body.36 = mul i64 %block.body.34, %"block.p"
  %block.body.37 = mul i64 %block.body.31, %"block.q"
  %block.body.38 = sub i64 %"n", %block.body.35
  %block.body.39 = sub i64 %"p", %block.body.36
  %block.body.40 = sub i64 %"q", %block.body.37
  %block.body.41 = icmp slt i64 %"block.n", %block.body.38
  %block.body.42 = select  i1 %block.body.41, i64 %"block.n", i64 %block.body.38
  %block.body.43 = icmp slt i64 %"block.p", %block.body.39
  %block.body.44 = select  i1 %block.body.43, i64 %"block.p", i64 %block.body.39
  %block.body.45 = icmp slt i64 %"block.q", %block.body.40
  %block.body.46 = select  i1 %block.body.45, i64 %"block.q", i64 %block.body.40
  %block.body.47 = icmp slt i64 %entry.52, %entry.56
  br i1 %block.body.47, label %"g.body", label %"g.done"
block.done:
  ret void
g.body:
  %"g" = phi  i64 [%entry.52, %"block.body"], [%r0.done.1, %"r0.done"]
  %g.body.1 = add i64 %"g", 1
  %g.body.2 = icmp slt i64 0, %"next.group"
  %g.body.3 = icmp slt i64 %g.body.1, %entry.56
  %g.body.4 = and i1 %g.body.2, %g.body.3
  %g.body.5 = select  i1 %g.body.4, i64 %block.body.13, i64 %block.body.35
  %g.body.6 = select  i1 %g.body.4, i64 %block.body.14, i64 %block.body.36
  %g.body.7 = select  i1 %g.body.4, i64 %block.body.15, i64 %block.body.37
  %g.body.8 = select  i1 %g.body.4, i64 %block.body.20, i64 %block.body.42
  %g.body.9 = select  i1 %g.body.4, i64 %block.body.22, i64 %block.body.44
  %g.body.10 = select  i1 %g.body.4, i64 %block.body.24, i64 %block.body.46
  %g.body.11 = select  i1 %g.body.4, i64 %g.body.1, i64 %block.body.25
  %g.body.12 = xor i1 %g.body.4, -1
  %g.body.13 = and i1 %block.body.6, %g.body.12
  %g.body.14 = add i64 %g.body.6, 2
  %g.body.15 = mul i64 %"top", -1
  %g.body.16 = add i64 %g.body.14, %g.body.15
  %g.body.17 = mul i64 %"left", -1
  %g.body.18 = add i64 %g.body.7, %g.body.17
  %g.body.19 = mul i64 %g.body.5, %"xn"
  %g.body.20 = mul i64 %g.body.16, %"xh"
  %g.body.21 = add i64 %g.body.19, %g.body.20
  %g.body.22 = mul i64 %g.body.18, %"xw"
  %g.body.23 = add i64 %g.body.21, %g.body.22
  %g.body.24 = add i64 %"block.n", -1
  %g.body.25 = mul i64 %g.body.5, %"xn"
  %g.body.26 = icmp slt i64 0, %g.body.24
  %g.body.27 = select  i1 %g.body.26, i64 %g.body.25, i64 %g.body.23
  %g.body.28 = mul i64 %"xw", %"left"
  %g.body.29 = icmp slt i64 0, %"next.rows"
  %g.body.30 = select  i1 %g.body.29, i64 %g.body.28, i64 0
  %g.body.31 = add i64 %g.body.27, %g.body.30
  %g.body.32 = mul i64 %g.body.11, 3
  %g.body.33 = mul i64 %block.body.28, 3
  %g.body.34 = icmp slt i64 -1, %block.body.28
  %g.body.35 = select  i1 %g.body.34, i64 %g.body.33, i64 0
  %g.body.36 = icmp slt i64 0, %"next.x"
  %g.body.37 = select  i1 %g.body.36, i64 %g.body.35, i64 0
  %g.body.38 = add i64 %g.body.32, %g.body.37
  %g.body.39 = mul i64 %g.body.38, %"xc"
  %g.body.40 = add i64 %g.body.31, %g.body.39
  %g.body.41 = getelementptr i8, ptr %"x", i64 %g.body.40
  %g.body.42 = mul i64 %g.body.5, %"dyn"
  %g.body.43 = mul i64 %g.body.6, %"dyp"
  %g.body.44 = add i64 %g.body.42, %g.body.43
  %g.body.45 = mul i64 %g.body.7, %"dyq"
  %g.body.46 = add i64 %g.body.44, %g.body.45
  %g.body.47 = mul i64 %g.body.11, 12
  %g.body.48 = mul i64 %block.body.27, 12
  %g.body.49 = icmp slt i64 -1, %block.body.27
  %g.body.50 = select  i1 %g.body.49, i64 %g.body.48, i64 0
  %g.body.51 = icmp slt i64 0, %"next.dy"
  %g.body.52 = select  i1 %g.body.51, i64 %g.body.50, i64 0
  %g.body.53 = add i64 %g.body.47, %g.body.52
  %g.body.54 = mul i64 %g.body.53, %"dyk"
  %g.body.55 = add i64 %g.body.46, %g.body.54
  %g.body.56 = getelementptr i8, ptr %"dy", i64 %g.body.55
  %g.body.57 = ptrtoint [23 x i64]* %"cursor" to i64
  %g.body.58 = inttoptr i64 %g.body.57 to ptr
  %g.body.59 = getelementptr i8, ptr %g.body.58, i64 24
  store ptr %g.body.59, ptr %g.body.58, align 1
  %g.body.60 = getelementptr i8, ptr %g.body.58, i64 8
  store i64 0, ptr %g.body.60, align 1
  %g.body.61 = getelementptr i8, ptr %g.body.58, i64 16
  store i64 0, ptr %g.body.61, align 1
  %g.body.62 = select  i1 %g.body.13, i64 0, i64 %"next.rounds0"
  %g.body.63 = icmp slt i64 0, %"next.along0"
  %g.body.64 = select  i1 %g.body.63, i64 64, i64 %"xw"
  %g.body.65 = icmp slt i64 0, %"next.along0"
  %g.body.66 = select  i1 %g.body.65, i64 %"xw", i64 64
  %g.body.67 = mul i64 %"next.behind0", 80
  store ptr %g.body.41, ptr %g.body.59, align 1
  %g.body.68 = getelementptr i8, ptr %g.body.59, i64 8
  store i64 %g.body.62, ptr %g.body.68, align 1
  %g.body.69 = getelementptr i8, ptr %g.body.59, i64 16
  store i64 %"next.tiles0", ptr %g.body.69, align 1
  %g.body.70 = getelementptr i8, ptr %g.body.59, i64 24
  store i64 %"next.share0", ptr %g.body.70, align 1
  %g.body.71 = getelementptr i8, ptr %g.body.59, i64 32
  store i64 %"next.lines0", ptr %g.body.71, align 1
  %g.body.72 = getelementptr i8, ptr %g.body.59, i64 40
  store i64 %g.body.64, ptr %g.body.72, align 1
  %g.body.73 = getelementptr i8, ptr %g.body.59, i64 48
  store i64 %g.body.66, ptr %g.body.73, align 1
  %g.body.74 = getelementptr i8, ptr %g.body.59, i64 56
  store i64 %"xh", ptr %g.body.74, align 1
  %g.body.75 = getelementptr i8, ptr %g.body.59, i64 64
  store i64 %"xn", ptr %g.body.75, align 1
  %g.body.76 = getelementptr i8, ptr %g.body.59, i64 72
  store i64 %g.body.67, ptr %g.body.76, align 1
  %g.body.77 = select  i1 %g.body.13, i64 0, i64 %"next.rounds1"
  %g.body.78 = icmp slt i64 0, %"next.along1"
  %g.body.79 = select  i1 %g.body.78, i64 64, i64 %"dyq"
  %g.body.80 = icmp slt i64 0, %"next.along1"
  %g.body.81 = select  i1 %g.body.80, i64 %"dyq", i64 64
  %g.body.82 = mul i64 %"next.behind1", 80
  %g.body.83 = getelementptr i8, ptr %g.body.59, i64 80
  store ptr %g.body.56, ptr %g.body.83, align 1
  %g.body.84 = getelementptr i8, ptr %g.body.83, i64 8
  store i64 %g.body.77, ptr %g.body.84, align 1
  %g.body.85 = getelementptr i8, ptr %g.body.83, i64 16
  store i64 %"next.tiles1", ptr %g.body.85, align 1
  %g.body.86 = getelementptr i8, ptr %g.body.83, i64 24
  store i64 %"next.share1", ptr %g.body.86, align 1
  %g.body.87 = getelementptr i8, ptr %g.body.83, i64 32
  store i64 %"next.lines1", ptr %g.body.87, align 1
  %g.body.88 = getelementptr i8, ptr %g.body.83, i64 40
  store i64 %g.body.79, ptr %g.body.88, align 1
  %g.body.89 = getelementptr i8, ptr %g.body.83, i64 48
  store i64 %g.body.81, ptr %g.body.89, align 1
  %g.body.90 = getelementptr i8, ptr %g.body.83, i64 56
  store i64 %"dyp", ptr %g.body.90, align 1
  %g.body.91 = getelementptr i8, ptr %g.body.83, i64 64
  store i64 %"dyn", ptr %g.body.91, align 1
  %g.body.92 = getelementptr i8, ptr %g.body.83, i64 72
  store i64 %g.body.82, ptr %g.body.92, align 1
  %g.body.93 = icmp slt i64 %entry.63, %entry.68
  br i1 %g.body.93, label %"r0.body", label %"r0.done"
g.done:
  %"block.next" = add i64 %"block", 1
  %g.done.1 = call i64 @"llvm.expect.i64"(i64 %"block.next", i64 0)
  %g.done.2 = icmp slt i64 %g.done.1, %entry.99
  br i1 %g.done.2, label %"block.body", label %"block.done"
r0.body:
  %"r0" = phi  i64 [%entry.63, %"g.body"], [%dy.done.1, %"dy.done"]
  %r0.body.1 = add i64 %"r0", 3
  %r0.body.2 = icmp slt i64 %r0.body.1, %entry.68
  %r0.body.3 = select  i1 %r0.body.2, i64 %r0.body.1, i64 %entry.68
  %r0.body.4 = icmp sgt i64 %entry.74, 0
  %r0.body.5 = select  i1 %r0.body.4, i64 %entry.74, i64 0
  %r0.body.6 = icmp slt i64 %entry.78, 1
  %r0.body.7 = select  i1 %r0.body.6, i64 %entry.78, i64 1
  %r0.body.8 = icmp slt i64 %r0.body.5, %r0.body.7
  br i1 %r0.body.8, label %"dy.body", label %"dy.done"
r0.done:
  %"g.next" = add i64 %"g", 1
  %r0.done.1 = call i64 @"llvm.expect.i64"(i64 %"g.next", i64 0)
  %r0.done.2 = icmp slt i64 %r0.done.1, %entry.56
  br i1 %r0.done.2, label %"g.body", label %"g.done"
dy.body:
  %"dy.1" = phi  i64 [%r0.body.5, %"r0.body"], [%r.done.1, %"r.done"]
  %dy.body.1 = mul i64 %"dy.1", 12
  %dy.body.2 = mul i64 %"g", 12
  %dy.body.3 = add i64 %dy.body.2, %dy.body.1
  %dy.body.4 = mul i64 %block.body.13, %"dyn"
  %dy.body.5 = mul i64 %block.body.14, %"dyp"
  %dy.body.6 = add i64 %dy.body.4, %dy.body.5
  %dy.body.7 = mul i64 %block.body.15, %"dyq"
  %dy.body.8 = add i64 %dy.body.6, %dy.body.7
  %dy.body.9 = mul i64 %dy.body.3, %"dyk"
  %dy.body.10 = add i64 %dy.body.8, %dy.body.9
  %dy.body.11 = getelementptr i8, ptr %"dy", i64 %dy.body.10
  %dy.body.12 = icmp sgt i64 %entry.84, 0
  %dy.body.13 = select  i1 %dy.body.12, i64 %entry.84, i64 0
  %dy.body.14 = icmp slt i64 %entry.88, 1
  %dy.body.15 = select  i1 %dy.body.14, i64 %entry.88, i64 1
  %dy.body.16 = sub i64 %dy.body.15, %dy.body.13
  %dy.body.17 = mul i64 %dy.body.13, 3
  %dy.body.18 = mul i64 %"g", 3
  %dy.body.19 = add i64 %dy.body.18, %dy.body.17
  %dy.body.20 = add i64 %block.body.14, %"r0"
  %dy.body.21 = mul i64 %"top", -1
  %dy.body.22 = add i64 %dy.body.20, %dy.body.21
  %dy.body.23 = mul i64 %"left", -1
  %dy.body.24 = add i64 %block.body.15, %dy.body.23
  %dy.body.25 = mul i64 %block.body.13, %"xn"
  %dy.body.26 = mul i64 %dy.body.22, %"xh"
  %dy.body.27 = add i64 %dy.body.25, %dy.body.26
  %dy.body.28 = mul i64 %dy.body.24, %"xw"
  %dy.body.29 = add i64 %dy.body.27, %dy.body.28
  %dy.body.30 = mul i64 %dy.body.19, %"xc"
  %dy.body.31 = add i64 %dy.body.29, %dy.body.30
  %dy.body.32 = getelementptr i8, ptr %"x", i64 %dy.body.31
  %dy.body.33 = mul i64 %"dy.1", 12
  %dy.body.34 = mul i64 %dy.body.13, 3
  %dy.body.35 = mul i64 %"g", 12
  %dy.body.36 = add i64 %dy.body.35, %dy.body.33
  %dy.body.37 = mul i64 %dy.body.34, 12
  %dy.body.38 = add i64 %dy.body.36, %dy.body.37
  %dy.body.39 = mul i64 %dy.body.38, 4
  %dy.body.40 = getelementptr i8, ptr %"out", i64 %dy.body.39
  %dy.body.41 = icmp eq i64 %dy.body.13, %entry.84
  %dy.body.42 = icmp slt i64 0, %dy.body.16
  %dy.body.43 = and i1 %dy.body.41, %dy.body.42
  %dy.body.44 = icmp slt i64 %"r0", %r0.body.3
  br i1 %dy.body.44, label %"r.body", label %"r.done"
dy.done:
  %"r0.next" = add i64 %"r0", 3
  %dy.done.1 = call i64 @"llvm.expect.i64"(i64 %"r0.next", i64 0)
  %dy.done.2 = icmp slt i64 %dy.done.1, %entry.68
  br i1 %dy.done.2, label %"r0.body", label %"r0.done"
r.body:
  %"r" = phi  i64 [%"r0", %"dy.body"], [%s.done.1, %"s.done"]
  %r.body.1 = mul i64 %"top", -1
  %r.body.2 = add i64 %"r", %r.body.1
  %r.body.3 = sub i64 0, %r.body.2
  %r.body.4 = icmp sgt i64 0, %r.body.3
  %r.body.5 = select  i1 %r.body.4, i64 0, i64 %r.body.3
  %r.body.6 = add i64 %"h", -1
  %r.body.7 = sub i64 %r.body.6, %r.body.2
  %r.body.8 = add i64 %r.body.7, 1
  %r.body.9 = icmp slt i64 %"p", %r.body.8
  %r.body.10 = select  i1 %r.body.9, i64 %"p", i64 %r.body.8
  %r.body.11 = icmp sgt i64 %r.body.5, %block.body.14
  %r.body.12 = select  i1 %r.body.11, i64 %r.body.5, i64 %block.body.14
  %r.body.13 = add i64 %block.body.14, %block.body.22
  %r.body.14 = icmp slt i64 %r.body.10, %r.body.13
  %r.body.15 = select  i1 %r.body.14, i64 %r.body.10, i64 %r.body.13
  %r.body.16 = sub i64 %r.body.12, %block.body.14
  %r.body.17 = sub i64 %"r", %"r0"
  %r.body.18 = add i64 %r.body.16, %r.body.17
  %r.body.19 = sub i64 %r.body.15, %r.body.12
  %r.body.20 = icmp slt i64 0, 3
  br i1 %r.body.20, label %"s.body", label %"s.done"
r.done:
  %"dy.next" = add i64 %"dy.1", 1
  %r.done.1 = call i64 @"llvm.expect.i64"(i64 %"dy.next", i64 0)
  %r.done.2 = icmp slt i64 %r.done.1, %r0.body.7
  br i1 %r.done.2, label %"dy.body", label %"dy.done"
s.body:
  %"s" = phi  i64 [0, %"r.body"], [%s.body.34, %"s.body"]
  %s.body.1 = mul i64 %"left", -1
  %s.body.2 = add i64 %"s", %s.body.1
  %s.body.3 = sub i64 0, %s.body.2
  %s.body.4 = icmp sgt i64 0, %s.body.3
  %s.body.5 = select  i1 %s.body.4, i64 0, i64 %s.body.3
  %s.body.6 = add i64 %"w", -1
  %s.body.7 = sub i64 %s.body.6, %s.body.2
  %s.body.8 = add i64 %s.body.7, 1
  %s.body.9 = icmp slt i64 %"q", %s.body.8
  %s.body.10 = select  i1 %s.body.9, i64 %"q", i64 %s.body.8
  %s.body.11 = icmp sgt i64 %s.body.5, %block.body.15
  %s.body.12 = select  i1 %s.body.11, i64 %s.body.5, i64 %block.body.15
  %s.body.13 = add i64 %block.body.15, %block.body.24
  %s.body.14 = icmp slt i64 %s.body.10, %s.body.13
  %s.body.15 = select  i1 %s.body.14, i64 %s.body.10, i64 %s.body.13
  %s.body.16 = sub i64 %s.body.12, %block.body.15
  %s.body.17 = add i64 %s.body.16, %"s"
  %s.body.18 = sub i64 %s.body.15, %s.body.12
  %s.body.19 = icmp eq i64 %"r", %"r0"
  %s.body.20 = icmp eq i64 %"s", 0
  %s.body.21 = mul i64 %r.body.18, %"xh"
  %s.body.22 = mul i64 %s.body.17, %"xw"
  %s.body.23 = add i64 %s.body.21, %s.body.22
  %s.body.24 = getelementptr i8, ptr %dy.body.32, i64 %s.body.23
  %s.body.25 = mul i64 %r.body.16, %"dyp"
  %s.body.26 = mul i64 %s.body.16, %"dyq"
  %s.body.27 = add i64 %s.body.25, %s.body.26
  %s.body.28 = getelementptr i8, ptr %dy.body.11, i64 %s.body.27
  %s.body.29 = mul i64 %"r", 108
  %s.body.30 = mul i64 %"s", 36
  %s.body.31 = add i64 %s.body.29, %s.body.30
  %s.body.32 = mul i64 %s.body.31, 4
  %s.body.33 = getelementptr i8, ptr %dy.body.40, i64 %s.body.32
  call void @"tile_3x2x8_0"(ptr %s.body.24, ptr %s.body.28, ptr %s.body.33, i1 %block.body.1, i64 %dy.body.16, i64 12, i64 0, i64 144, i64 %block.body.20, i64 %r.body.19, i64 %s.body.18, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"dyn", i64 %"dyp", i64 %"dyq", ptr %g.body.58)
  %"s.next" = add i64 %"s", 1
  %s.body.34 = call i64 @"llvm.expect.i64"(i64 %"s.next", i64 0)
  %s.body.35 = icmp slt i64 %s.body.34, 3
  br i1 %s.body.35, label %"s.body", label %"s.done"
s.done:
  %"r.next" = add i64 %"r", 1
  %s.done.1 = call i64 @"llvm.expect.i64"(i64 %"r.next", i64 0)
  %s.done.2 = icmp slt i64 %s.done.1, %r0.body.3
  br i1 %s.done.2, label %"r.body", label %"r.done"
}

declare i64 @"llvm.expect.i64"(i64 %.1, i64 %.2)

